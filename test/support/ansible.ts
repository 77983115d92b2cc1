/** Runs a playbook with Ansible and its module for httpd's balancer-manager, as Debian packages them. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryDirectory } from './directory.ts'
import type { Test } from 'tap'

const run = promisify(execFile)

const program = '/usr/bin/ansible-playbook'
const soup = '/usr/lib/python3/dist-packages/bs4'
const installed = '/usr/lib/python3/dist-packages/ansible_collections'
const cache = join(import.meta.dirname, '../../node_modules/.cache/ansible')
const module = 'community/general/plugins/modules/apache2_mod_proxy.py'

/** Whether this machine has what is installed for it. */
export function hasAnsible (): boolean {
  return existsSync(program) && existsSync(soup)
}

export const ansibleRemedy = 'apt-get install ansible-core python3-bs4'

/**
 * Runs tasks on this machine, one after the other.
 * @param tasks each with a `register`
 * @returns what each registered, by that name
 * @throws with Ansible's output when one fails
 */
export async function playTasks (t: Test, tasks: ReadonlyArray<Readonly<Record<string, unknown>>>): Promise<Record<string, unknown>> {
  const directory = await temporaryDirectory(t)
  const results = join(directory, 'results.json')
  const told = Object.fromEntries(tasks.map(({ register }) => [register, `{{ ${register} }}`]))
  const play = {
    hosts: 'localhost',
    connection: 'local',
    gather_facts: false,
    vars: { ansible_python_interpreter: '/usr/bin/python3' },
    tasks: [...tasks, { copy: { dest: results, content: '{{ told | to_json }}' }, vars: { told } }]
  }
  await writeFile(join(directory, 'play.yml'), JSON.stringify([play]))
  // The module of Debian 12 asks for Beautiful Soup by the name it had in Python 2.
  await writeFile(join(directory, 'BeautifulSoup.py'), 'from bs4 import BeautifulSoup\n')
  await run(program, ['--inventory', 'localhost,', join(directory, 'play.yml')], {
    env: {
      PATH: process.env['PATH'],
      HOME: directory,
      LC_ALL: 'C.UTF-8',
      PYTHONPATH: directory,
      ANSIBLE_COLLECTIONS_PATH: await collections(),
      ANSIBLE_NOCOLOR: '1'
    }
  }).catch(error => { throw new Error(`${error.message}\n${error.stdout}`) })
  return JSON.parse(await readFile(results, 'utf8'))
}

/** Where the module is: installed, or taken out of its package, which is large. */
async function collections (): Promise<string> {
  if (existsSync(join(installed, module))) return join(installed, '..')
  if (!existsSync(cache)) {
    const fresh = `${cache}.${process.pid}`
    await mkdir(fresh, { recursive: true })
    await run('apt-get', ['download', 'ansible'], { cwd: fresh })
    const parts = [`.${installed}/${module}`, `.${installed}/community/general/MANIFEST.json`, `.${installed}/community/general/meta`, `.${installed}/community/general/plugins/module_utils`]
    await run('sh', ['-c', `dpkg-deb --fsys-tarfile ansible_*.deb | tar -x ${parts.join(' ')}; rm ansible_*.deb`], { cwd: fresh })
    await rename(fresh, cache)
  }
  return join(cache, installed, '..')
}
