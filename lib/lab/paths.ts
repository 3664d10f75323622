/** Where everything that `npm start` and the tests make lies: all of it in the project folder, all of it git-ignored. */
import path from "node:path";

/** A Python environment and what Jupyter writes beside it. */
export interface PythonPaths {
  /** The Python environment. */
  venv: string;
  python: string;
  /** Written last, so that an environment whose making was cut off is made anew. */
  stamp: string;
  /** Jupyter's own settings, workspaces and connection files, for the owner's eyes only. They outlive the environment. */
  jupyter: string;
}

export interface LabPaths extends PythonPaths {
  /** The project folder. */
  root: string;
  log: string;
  /** The course's lectures, and the student's copies of them. */
  notebooks: string;
  copies: string;
}

export function labPaths(root: string, { platform = process.platform } = {}): LabPaths {
  const jupyter = path.join(root, ".jupyter");
  return {
    root,
    ...environmentIn(path.join(root, ".venv"), platform),
    jupyter,
    log: path.join(jupyter, "lab.log"),
    notebooks: path.join(root, "notebooks"),
    copies: path.join(root, "my-notebooks"),
  };
}

/** The environment of the notebook tools that the course's kernel is tested with. */
export function toolPaths(root: string, { platform = process.platform } = {}): PythonPaths {
  const folder = path.join(root, ".cache", "tools");
  return { ...environmentIn(path.join(folder, "venv"), platform), jupyter: path.join(folder, "jupyter") };
}

function environmentIn(venv: string, platform: NodeJS.Platform): Omit<PythonPaths, "jupyter"> {
  const python = platform === "win32" ? path.join(venv, "Scripts", "python.exe") : path.join(venv, "bin", "python");
  return { venv, python, stamp: path.join(venv, "ready.json") };
}

/** The environment of every Python process: nothing from another Python, nothing of Jupyter outside the project. */
export function labEnv(paths: PythonPaths, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
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
