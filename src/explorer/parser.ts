/** mathjs's parser alone, for the page: the whole of mathjs is more than all the rest of it. */
import { create, parseDependencies } from "mathjs/number";

export default create(parseDependencies!);
