import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { isFailure } from "../../src/check/judge.ts";
import { reportAnnotations, reportSummary } from "../../src/report/github.ts";
import { reportHtml } from "../../src/report/html.ts";
import { reportJunit } from "../../src/report/junit.ts";
import type { CheckReport } from "../../src/report/report.ts";
import { reportSarif } from "../../src/report/sarif.ts";
import { reportOf } from "./reports.ts";

const MUTANT = "a head that adds where a row stands";

async function reports(): Promise<{ readonly healthy: CheckReport; readonly broken: CheckReport }> {
  return {
    healthy: await reportOf("gpt2", ["permutation", "rank"]),
    broken: {
      ...(await reportOf("notes", ["permutation", "rank"], MUTANT)),
      model: `<script>alert("&")</script>, 100%: x`,
    },
  };
}

/** What a parser of Python's library, which knows nothing of ours, makes of XML or HTML. */
function parsed(program: string, text: string): string {
  const { stdout, stderr } = spawnSync("python3", ["-c", program], { input: text, encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return stdout.trim();
}

describe("JUnit XML", () => {
  it("is well-formed, with a case a check and a failure a failure", async () => {
    const count = `
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.stdin).getroot()
print(root.tag, len(root.findall(".//testcase")), len(root.findall(".//failure")), sum(int(s.get("failures")) for s in root))`;
    for (const report of Object.values(await reports())) {
      const failures = report.results.filter(isFailure).length;
      expect(parsed(count, reportJunit(report))).toBe(`testsuites ${report.results.length} ${failures} ${failures}`);
    }
  });

  it("shows what did not run as a failure, and what is allowed as skipped", async () => {
    const { broken } = await reports();
    const results = broken.results.map((result) =>
      isFailure(result) ? { ...result, suppressed: { until: "2999-01-01", because: "known" } } : result,
    );
    const xml = reportJunit({ ...broken, results, stopped: "3 checks did not run" });
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml).toContain('<skipped message="allowed until 2999-01-01: known"/>');
    expect(xml).toContain("3 checks did not run");
  });
});

describe("SARIF", () => {
  it("has a rule a claim and a result a failure, each of a rule that is there", async () => {
    const { healthy, broken } = await reports();
    expect(reportSarif(healthy).runs[0]!.results).toEqual([]);
    const [run] = reportSarif(broken).runs;
    const rules = run!.tool.driver.rules!.map(({ id }) => id);
    expect(rules).toEqual(broken.claims.map(({ id }) => id));
    expect(run!.results).toHaveLength(broken.results.filter(isFailure).length);
    expect(run!.results!.every(({ ruleId, level }) => rules.includes(ruleId!) && level === "error")).toBe(true);
    expect(run!.invocations![0]!.executionSuccessful).toBe(true);
    expect(reportSarif({ ...broken, stopped: "one did not run" }).runs[0]!.invocations![0]!.executionSuccessful).toBe(
      false,
    );
  });
});

describe("GitHub", () => {
  it("gets a line a failure, with everything escaped that would end it", async () => {
    const { healthy, broken } = await reports();
    expect(reportAnnotations(healthy)).toBe("");
    const lines = reportAnnotations(broken).trimEnd().split("\n");
    expect(lines).toHaveLength(broken.results.filter(isFailure).length);
    expect(lines.every((line) => /^::error title=refuted%3A [\w/-]+ [\w ]+::.*%0A.*replay/.test(line))).toBe(true);
  });

  it("gets a summary with a row a claim", async () => {
    const { broken } = await reports();
    const summary = reportSummary(broken);
    expect(summary.match(/^\| [✓●✗]/gmu)).toHaveLength(broken.claims.length);
    expect(summary).toContain("&lt;script>");
  });
});

describe("HTML", () => {
  it("is one page without a script or anything from elsewhere, every name escaped", async () => {
    const { broken } = await reports();
    const page = reportHtml(broken);
    expect(page).not.toMatch(/<script|https?:|src=/);
    expect(page).toContain("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;");
    const count = `
import sys, html.parser
class Count(html.parser.HTMLParser):
    rows = 0
    def handle_starttag(self, tag, attrs):
        self.rows += tag == "tr"
count = Count()
count.feed(sys.stdin.read())
print(count.rows)`;
    expect(parsed(count, page)).toBe(String(1 + broken.claims.length + broken.notApplicable.length));
  });
});
