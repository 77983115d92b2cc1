/** The command `fastify-balancer`. */
import commist from 'commist'
import { readCheckArguments, readDrainArguments, readSetArguments, readShowArguments, readStartArguments } from './arguments.ts'
import { check } from './check.ts'
import type { Io } from './io.ts'
import { version } from './package.ts'
import { explain } from './refusal.ts'
import { drain } from './remote/drain.ts'
import { set } from './remote/set.ts'
import { show } from './remote/show.ts'
import { start } from './start.ts'

const usage = `Usage:
  fastify-balancer start [httpd.conf] [options]   serve what the file says; without a file: a demo
  fastify-balancer check httpd.conf [options]     say what becomes of every line of the file
  fastify-balancer show URL [BALANCER] [--json]   show the balancers of a running manager
  fastify-balancer set URL MEMBER key=value…      change a member, or balancer://name
  fastify-balancer drain URL MEMBER [options]     drain a member
  fastify-balancer --help | --version

Options of start:
  --listen HOST:PORT                             listen here instead of the file's Listen and <VirtualHost> ports
  --connect-to HOST:PORT:TO-HOST:TO-PORT         connect there for this member, as curl does
  --workers N                                    serve from N processes
Options of start and check:
  -D, --define NAME[=VALUE]                      as Define in the file
--listen, --connect-to and --define may be repeated.

URL is that of the manager's page, MEMBER a route, a URL or host:port, with BALANCER/ in front where several have it.
Options of show, set and drain:
  --user NAME                                    log in; the password is in FASTIFY_BALANCER_PASSWORD or ~/.netrc
  --insecure                                     take a certificate that nobody vouches for
Options of set and drain:
  --note TEXT                                    why, for the record
Options of drain:
  --wait                                         until nobody is left: ends with 0 then, with 1 at the deadline
  --deadline TIME                                how long the drain may take, such as 10mi
  --then stop | disable | keep                   what becomes of the member at the deadline; keep, by default, only waits
`

/**
 * Runs a command.
 * @param argv what follows the name of the program
 * @returns the exit code, as soon as the command is done or what it started runs
 */
export async function main (argv: readonly string[], io: Io): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) return say(usage, io)
  if (argv[0] === '--version' || argv[0] === '-v') return say(`${version}\n`, io)
  let code = 0
  const commands = commist()
    .register({ command: 'start', strict: true }, async args => {
      const starting = start(readStartArguments(args), io)
      // At once, as until then the signal would open Node's inspector; what comes while it starts is done when it has.
      io.onRotate(() => { starting.then(({ reopenLogs }) => { reopenLogs() }, () => {}) })
      const serving = await starting
      io.onStop(serving.close)
    })
    .register({ command: 'check', strict: true }, async args => {
      code = check(readCheckArguments(args), io)
    })
    .register({ command: 'show', strict: true }, args => show(readShowArguments(args), io))
    .register({ command: 'set', strict: true }, args => set(readSetArguments(args), io))
    .register({ command: 'drain', strict: true }, async args => {
      code = await drain(readDrainArguments(args), io)
    })
  try {
    const unknown = await commands.parseAsync([...argv])
    if (unknown === null) return code
    const [command] = unknown
    io.stderr.write(command === undefined ? usage : `unknown command ${command}: fastify-balancer --help tells the commands\n`)
  } catch (error) {
    io.stderr.write(`${explain(error)}\n`)
  }
  return 1
}

function say (text: string, io: Io): number {
  io.stdout.write(text)
  return 0
}
