export { startSession } from "./session.ts";
export type {
  CellError,
  CellResult,
  Completeness,
  Completion,
  Inspection,
  Output,
  RunOptions,
  Session,
  SessionOptions,
} from "./types.ts";
