/** The page of operations and interpreters. */
import { support, supportPage } from "../../support.ts";

export default { paths: () => [{ params: { page: "interpreters" }, content: supportPage(support()) }] };
