import { scenarios } from '../../src/scenarios/scenarios.ts'

/** Runs a scenario: the figures of its table by the names of its rows. A cell such as `21 037 / 5.6 %` gives the first. */
export function rows (name: string, quick: boolean): Readonly<Record<string, number[]>> {
  const { run } = scenarios.find(scenario => scenario.name === name)!
  const { table } = run({ seed: 1, quick, step: () => {} })
  return Object.fromEntries(table.rows.map(([label, ...cells]) => [label, cells.map(figure)]))
}

function figure (cell: string): number {
  return Number.parseFloat(cell.replace(/\s/g, ''))
}
