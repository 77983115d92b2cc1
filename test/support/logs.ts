/** Reads the logs of a front server. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The lines of all `*error.log` files of a directory. */
export async function errorLogs (directory: string): Promise<string[]> {
  const names = (await readdir(directory)).filter(name => name.endsWith('error.log'))
  const texts = await Promise.all(names.map(name => readFile(join(directory, name), 'utf8')))
  return texts.join('').split('\n')
}

/** The complete lines of `access.log`. */
export async function accessLog (directory: string): Promise<string[]> {
  return (await readFile(join(directory, 'access.log'), 'utf8')).split('\n').slice(0, -1)
}
