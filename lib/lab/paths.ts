/** Where everything that `npm start` makes lies: all of it in the project folder, all of it git-ignored. */
import path from "node:path";

export interface LabPaths {
  /** The project folder. */
  root: string;
  /** The Python environment. */
  venv: string;
  python: string;
  /** Written last, so that an environment whose making was cut off is made anew. */
  stamp: string;
  /** Jupyter's own settings, workspaces and connection files, for the owner's eyes only. They outlive the environment. */
  jupyter: string;
  log: string;
  /** The course's lectures, and the student's copies of them. */
  notebooks: string;
  copies: string;
}

export function labPaths(root: string, { platform = process.platform } = {}): LabPaths {
  const venv = path.join(root, ".venv");
  const jupyter = path.join(root, ".jupyter");
  return {
    root,
    venv,
    python: platform === "win32" ? path.join(venv, "Scripts", "python.exe") : path.join(venv, "bin", "python"),
    stamp: path.join(venv, "ready.json"),
    jupyter,
    log: path.join(jupyter, "lab.log"),
    notebooks: path.join(root, "notebooks"),
    copies: path.join(root, "my-notebooks"),
  };
}

/** The environment of every Python process: nothing from another Python, nothing of Jupyter outside the project. */
export function labEnv(paths: LabPaths, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const inside = (name: string): string => path.join(paths.jupyter, name);
  const elsewhere = ["PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "JUPYTER_PATH"];
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !elsewhere.includes(name))),
    VIRTUAL_ENV: paths.venv,
    PATH: [path.dirname(paths.python), env.PATH].join(path.delimiter),
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
    JUPYTER_CONFIG_DIR: inside("config"),
    JUPYTER_DATA_DIR: inside("data"),
    JUPYTER_RUNTIME_DIR: inside("runtime"),
    JUPYTERLAB_SETTINGS_DIR: inside("settings"),
    JUPYTERLAB_WORKSPACES_DIR: inside("workspaces"),
    IPYTHONDIR: inside("ipython"),
  };
}
