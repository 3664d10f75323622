/**
 * The door JupyterLab enters by: a module container in the shape that its loader expects, written by hand.
 *
 * Reference: JupyterLab's static/bootstrap.js and index.out.js, version 4.6; webpack, "Dynamic Remote Containers".
 */
(() => {
  "use strict";

  const base = new URL(".", document.currentScript.src);
  let shared;

  /** One of JupyterLab's own packages, so that our widgets are of its class. */
  async function packageOf(name) {
    const versions = shared[name];
    return (await versions[Object.keys(versions)[0]].get())();
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["course-outputs"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const [{ Widget }, { extensions }] = await Promise.all([
        packageOf("@lumino/widgets"),
        import(new URL("extensions.js", base)),
      ]);
      return () => ({ __esModule: true, default: extensions(Widget) });
    },
  };
})();
