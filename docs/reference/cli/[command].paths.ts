/** A page for each command, from its own help. */
import { COMMANDS, helpOf } from "../../commands.ts";

export default {
  paths: () =>
    COMMANDS.map((command) => ({
      params: { command },
      content: `# commutant ${command}\n\n\`\`\`text\n${helpOf(command).trimEnd()}\n\`\`\`\n`,
    })),
};
