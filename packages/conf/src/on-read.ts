/** The directives that httpd carries out while it reads: variables, conditions, included files. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LbMethodModule } from './configuration.ts'
import type { Arity } from './directive.ts'
import { refuse } from './errors.ts'
import { findFiles } from './include.ts'
import { readLbMethodModule } from './lbmethod-module.ts'
import { moduleNames } from './modules.ts'
import type { Entry } from './report.ts'
import { readTree } from './tree.ts'
import type { Node } from './tree.ts'
import { setVariable, unsetVariable } from './variables.ts'
import type { Variables } from './variables.ts'

/** What is known at a point of the file. */
export interface Reading {
  readonly report: Entry[]
  readonly variables: Variables
  readonly modules: Set<string>
  /** Those that are JavaScript files. */
  readonly lbMethods: LbMethodModule[]
  serverRoot: string
  /** Where relative socket paths begin; null: `logs` in the ServerRoot. */
  runtimeDir: string | null
}

/** What reading goes on with in place of the directive; undefined: with what follows it. */
export interface Step {
  readonly verdict: Entry['verdict']
  readonly note: string
  readonly nodes?: readonly Node[]
}

interface OnRead {
  readonly arity: Arity
  readonly carryOut: (words: readonly string[], reading: Reading, node: Node) => Step
}

const done: Step = { verdict: 'used', note: '' }

/** By name in lower case. */
export const onRead: Readonly<Record<string, OnRead>> = {
  define: {
    arity: [1, 2],
    carryOut ([name, value], { variables }) {
      setVariable(variables, name!, value)
      return done
    }
  },
  undefine: {
    arity: [1, 1],
    carryOut ([name], { variables }) {
      unsetVariable(variables, name!)
      return done
    }
  },
  serverroot: {
    arity: [1, 1],
    carryOut ([path], reading) {
      reading.serverRoot = resolve(reading.serverRoot, path!)
      return done
    }
  },
  defaultruntimedir: {
    arity: [1, 1],
    carryOut ([path], reading) {
      reading.runtimeDir = resolve(reading.serverRoot, path!)
      return done
    }
  },
  loadmodule: {
    arity: [2, 2],
    carryOut ([identifier, path], reading, { file, line }) {
      const isScript = /\.m?js$/.test(path!)
      if (isScript) reading.lbMethods.push(readLbMethodModule(identifier!, path!, reading, { file, line }))
      for (const name of moduleNames(identifier!)) reading.modules.add(name)
      return isScript ? done : { verdict: 'ignored', note: 'no module is loaded; <IfModule> knows it' }
    }
  },
  '<ifdefine>': {
    arity: [1, 1],
    carryOut: ([condition], { variables }, { children }) => when(condition!, variables.names, 'defined', children!)
  },
  '<ifmodule>': {
    arity: [1, 1],
    carryOut: ([condition], { modules }, { children }) => when(condition!, modules, 'loaded', children!)
  },
  include: {
    arity: [1, 1],
    carryOut ([path], { serverRoot }) {
      const files = find(resolve(serverRoot, path!))
      if (files.length === 0 && /[*?[]/.test(path!)) refuse(`no file matches ${path}`)
      return { ...done, nodes: read(files) }
    }
  },
  includeoptional: {
    arity: [1, 1],
    carryOut ([path], { serverRoot }) {
      const files = find(resolve(serverRoot, path!)).filter(file => existsSync(file))
      return { verdict: 'used', note: files.length === 0 ? 'no such file' : '', nodes: read(files) }
    }
  }
}

function when (condition: string, known: ReadonlySet<string>, word: string, children: readonly Node[]): Step {
  const [, not, name] = /^(!?)(.*)$/s.exec(condition)!
  const is = known.has(name!)
  if (is === (not === '')) return { ...done, nodes: children }
  return { verdict: 'ignored', note: `${name} is ${is ? '' : 'not '}${word}` }
}

function find (path: string): string[] {
  return orRefuse(() => findFiles(path))
}

function read (files: readonly string[]): Node[] {
  return files.flatMap(file => readTree(file, orRefuse(() => readFileSync(file, 'utf8'))))
}

function orRefuse<T> (read: () => T): T {
  try {
    return read()
  } catch (error) {
    return refuse((error as Error).message)
  }
}
