/**
 * The door JupyterLab enters by: a module container in the shape that its loader expects, written by hand.
 *
 * Reference: JupyterLab's static/bootstrap.js and index.out.js, version 4.6; webpack, "Dynamic Remote Containers".
 */
(() => {
  "use strict";

  const base = new URL(".", document.currentScript.src);
  let shared;

  /** One of JupyterLab's own packages, so that our widgets and plug-ins are of its classes. */
  async function packageOf(name) {
    const versions = shared[name];
    return (await versions[Object.keys(versions)[0]].get())();
  }

  const modules = {
    "./mimeExtension": async () => {
      const [{ Widget }, { extensions }] = await Promise.all([
        packageOf("@lumino/widgets"),
        import(new URL("extensions.js", base)),
      ]);
      return extensions(Widget);
    },
    "./extension": async () => {
      const [codemirror, language, highlight, { typeColours }] = await Promise.all([
        packageOf("@jupyterlab/codemirror"),
        packageOf("@codemirror/language"),
        packageOf("@lezer/highlight"),
        import(new URL("type-colours.js", base)),
      ]);
      return typeColours({ ...codemirror, ...language, ...highlight });
    },
    "./style": async () => {
      const link = Object.assign(document.createElement("link"), {
        rel: "stylesheet",
        href: new URL("style.css", base),
      });
      document.head.append(link);
      return undefined;
    },
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["course-outputs"] = {
    init(scope) {
      shared = scope;
    },
    async get(name) {
      const made = await modules[name]();
      return () => ({ __esModule: true, default: made });
    },
  };
})();
