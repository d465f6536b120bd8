/** mathjs in one file, as it ships it for browsers; it loads several times faster than its thousand modules. */
declare module "mathjs/lib/browser/math.js" {
  const mathjs: import("mathjs").MathJsInstance;
  export default mathjs;
}
