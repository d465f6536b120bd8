/** One HTML page of its own: no script, nothing from the network, light and dark. */

const STYLE = `
:root { color-scheme: light dark; --good: #0072b2; --bad: #d55e00; --doubtful: #8a6d00; }
@media (prefers-color-scheme: dark) { :root { --good: #56b4e9; --bad: #ff8c42; --doubtful: #f0e442; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid #8884; }
pre { overflow-x: auto; padding: 0.6rem 1rem; border-left: 4px solid var(--bad); }
.good { color: var(--good); } .bad { color: var(--bad); } .doubtful { color: var(--doubtful); }
`;

/** A page with a title, which is escaped, and a body, which is HTML. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A text as HTML: names of models and claims are data. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
