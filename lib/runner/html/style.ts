/** The page's look: one column, system fonts, colours with enough contrast in both schemes. */
export const style = `
:root { color-scheme: light dark; --edge: light-dark(#c8ccd2, #444c56); --soft: light-dark(#f5f6f8, #1c2128); }
body { margin: 0 auto; padding: 1rem; max-width: 50rem; font: 1.05rem/1.6 system-ui, sans-serif;
  color: light-dark(#1b1f24, #e6e9ed); background: light-dark(#fff, #0d1117); }
a { color: light-dark(#0349b4, #71b7ff); }
a:focus-visible, pre:focus-visible, summary:focus-visible { outline: 3px solid light-dark(#0349b4, #71b7ff); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
header, footer { font-size: .85rem; color: light-dark(#454c54, #b7bdc8); }
pre { overflow-x: auto; padding: .7rem 1rem; border-radius: 6px; font: .88rem/1.5 ui-monospace, monospace; }
.cell > pre { border: 1px solid var(--edge); margin-bottom: .4rem; }
.outputs > pre { background: var(--soft); white-space: pre-wrap; margin: .3rem 0; max-height: 30rem; overflow-y: auto; }
pre.stderr, pre.error { border-left: 4px solid light-dark(#a0111f, #ff9492); }
figure { margin: .8rem 0; } img { max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--edge); padding: .25rem .6rem; text-align: left; }
.claim { border: 1px solid var(--edge); border-left: 6px solid light-dark(#055d20, #4ae168); padding: .2rem 1rem; border-radius: 6px; }
.claim.fails { border-left-color: light-dark(#a0111f, #ff9492); }
.claim dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 0 .6rem; } .claim dd { margin: 0; }
@media print { nav, .skip { display: none; } .outputs > pre { max-height: none; } }
`;
