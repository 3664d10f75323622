/**
 * WebAssembly for the checker: TypeScript has its types in the browser's library alone, which cells do not see.
 * The shapes are those there, so that code written under `lib.dom` fits.
 * Source: WebAssembly JavaScript Interface (W3C), §5, with exceptions, and JavaScript Promise Integration (phase 4).
 */

const error = (name: string): string => `interface ${name} extends Error {}
  var ${name}: { prototype: ${name}; new (message?: string): ${name}; (message?: string): ${name} };`;

/** The text of declarations. Where `lib.dom` is in scope they would be a second time what it has. */
export const webAssemblyTypes = `declare namespace WebAssembly {
  type AddressType = "i32" | "i64";
  type AddressValue = number;
  type ImportExportKind = "function" | "global" | "memory" | "table" | "tag";
  type TableKind = "anyfunc" | "externref";
  type ExportValue = Function | Global | Memory | Table;
  type ImportValue = ExportValue | number;
  type Exports = Record<string, ExportValue>;
  type ModuleImports = Record<string, ImportValue>;
  type Imports = Record<string, ModuleImports>;
  interface ValueTypeMap {
    anyfunc: Function; externref: any; f32: number; f64: number; i32: number; i64: bigint; v128: never;
  }
  type ValueType = keyof ValueTypeMap;
  type Bytes = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

  interface WebAssemblyCompileOptions { builtins?: string[]; importedStringConstants?: string | null }
  interface ExceptionOptions { traceStack?: boolean }
  interface GlobalDescriptor<T extends ValueType = ValueType> { mutable?: boolean; value: T }
  interface MemoryDescriptor { address?: AddressType; initial: AddressValue; maximum?: AddressValue; shared?: boolean }
  interface ModuleExportDescriptor { kind: ImportExportKind; name: string }
  interface ModuleImportDescriptor { kind: ImportExportKind; module: string; name: string }
  interface TableDescriptor {
    address?: AddressType; element: TableKind; initial: AddressValue; maximum?: AddressValue;
  }
  interface TagType { parameters: ValueType[] }
  interface WebAssemblyInstantiatedSource { instance: Instance; module: Module }

  interface Exception {
    readonly stack: string | undefined;
    getArg(exceptionTag: Tag, index: number): any;
    is(exceptionTag: Tag): boolean;
  }
  var Exception: { prototype: Exception; new (exceptionTag: Tag, payload: any[], options?: ExceptionOptions): Exception };
  interface Global<T extends ValueType = ValueType> { value: ValueTypeMap[T]; valueOf(): ValueTypeMap[T] }
  var Global: {
    prototype: Global;
    new <T extends ValueType = ValueType>(descriptor: GlobalDescriptor<T>, v?: ValueTypeMap[T]): Global<T>;
  };
  interface Instance { readonly exports: Exports }
  var Instance: { prototype: Instance; new (module: Module, importObject?: Imports): Instance };
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(delta: AddressValue): AddressValue;
    toFixedLengthBuffer(): ArrayBuffer;
    toResizableBuffer(): ArrayBuffer;
  }
  var Memory: { prototype: Memory; new (descriptor: MemoryDescriptor): Memory };
  interface Module {}
  var Module: {
    prototype: Module;
    new (bytes: Bytes, options?: WebAssemblyCompileOptions): Module;
    customSections(moduleObject: Module, sectionName: string): ArrayBuffer[];
    exports(moduleObject: Module): ModuleExportDescriptor[];
    imports(moduleObject: Module): ModuleImportDescriptor[];
  };
  interface Table {
    readonly length: AddressValue;
    get(index: AddressValue): any;
    grow(delta: AddressValue, value?: any): AddressValue;
    set(index: AddressValue, value?: any): void;
  }
  var Table: { prototype: Table; new (descriptor: TableDescriptor, value?: any): Table };
  interface Tag {}
  var Tag: { prototype: Tag; new (type: TagType): Tag };
  var JSTag: Tag;
  interface Suspending {}
  /** An import that may return a promise, for which the module waits. */
  var Suspending: { prototype: Suspending; new (fun: Function): Suspending };
  ${["CompileError", "LinkError", "RuntimeError", "SuspendError"].map(error).join("\n  ")}

  function compile(bytes: Bytes, options?: WebAssemblyCompileOptions): Promise<Module>;
  function compileStreaming(source: Response | PromiseLike<Response>, options?: WebAssemblyCompileOptions): Promise<Module>;
  function instantiate(
    bytes: Bytes, importObject?: Imports, options?: WebAssemblyCompileOptions,
  ): Promise<WebAssemblyInstantiatedSource>;
  function instantiate(moduleObject: Module, importObject?: Imports): Promise<Instance>;
  function instantiateStreaming(
    source: Response | PromiseLike<Response>, importObject?: Imports, options?: WebAssemblyCompileOptions,
  ): Promise<WebAssemblyInstantiatedSource>;
  /** An export that returns a promise, for it may call what waits. */
  function promising(fun: Function): (...parameters: any[]) => Promise<any>;
  function validate(bytes: Bytes, options?: WebAssemblyCompileOptions): boolean;
}
`;
