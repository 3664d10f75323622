/** A colour for the names of types in code, which JupyterLab's own style leaves as plain text. The colour is in style.css. */

/** The plug-in, made of JupyterLab's packages for its editor. */
export function typeColours({
  IEditorExtensionRegistry,
  EditorExtensionRegistry,
  syntaxHighlighting,
  HighlightStyle,
  tags,
}) {
  const style = HighlightStyle.define([{ tag: tags.typeName, color: "var(--course-type-color)" }]);
  return {
    id: "course-outputs:type-colours",
    description: "Colours the names of types in code.",
    autoStart: true,
    requires: [IEditorExtensionRegistry],
    activate(_app, registry) {
      registry.addExtension({
        name: "course-outputs:type-colours",
        factory: () => EditorExtensionRegistry.createImmutableExtension(syntaxHighlighting(style)),
      });
    },
  };
}
