/** Serves files where no ProxyPass holds (`DocumentRoot`, `Alias`), through @fastify/static. */
import type { Stats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { readPath, targetOf } from '@fastify-balancer/balancer'
import type { ServerDefinition, Settings } from '@fastify-balancer/conf'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createFilePaths } from './file-paths.ts'
import type { FilePath } from './file-paths.ts'
import type { Guard } from './guard.ts'
import { sendPage } from './page.ts'

type Server = Pick<ServerDefinition, 'documentRoot' | 'aliases' | 'settings' | 'sections'>

type ServeFile = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** A file that is there. */
interface Found extends FilePath {
  readonly stats: Stats
}

/** @returns serves the file of a request, or answers with 403, 404 or 405 */
export async function createStaticFiles (fastify: FastifyInstance, server: Server, { find, admit }: Guard): Promise<ServeFile> {
  await fastify.register(fastifyStatic, { serve: false })
  const pathOf = createFilePaths(server)
  const secrets = [server.settings, ...server.sections.map(({ settings }) => settings)]
    .flatMap(({ authUserFile, authGroupFile }) => [authUserFile, authGroupFile])
    .flatMap(file => file === null ? [] : [file.path])

  return async function serveFile (request, reply) {
    const path = readPath(targetOf(request.raw))
    const asked = typeof path === 'number' ? null : pathOf(path.decoded)
    if (typeof path === 'number' || asked === null) return sendPage(reply, 404)
    const found = await look(asked)
    const settings = find({ path: path.decoded, url: null, file: asked.file })
    if (!await letIn(request, reply, settings)) return reply
    if (found?.stats.isDirectory() !== true) return sendFound(request, reply, found ?? await fallback(settings), settings)
    if (!path.decoded.endsWith('/')) return reply.redirect(`${path.raw}/${path.query}`, 301)
    for (const name of settings.directoryIndex ?? ['index.html']) {
      const index = await look({ ...asked, file: join(asked.file, name) })
      if (index === null) continue
      const ofIndex = find({ path: path.decoded, url: null, file: index.file })
      if (!await letIn(request, reply, ofIndex)) return reply
      return sendFound(request, reply, index, ofIndex)
    }
    const other = await fallback(settings)
    return other === null ? sendPage(reply, 403) : sendFound(request, reply, other, settings)
  }

  async function fallback ({ fallbackResource }: Settings): Promise<Found | null> {
    const path = fallbackResource === null || fallbackResource === 'disabled' ? null : pathOf(fallbackResource)
    return path === null ? null : look(path)
  }

  /** What is required of a request was decided before its file was known, unless the file's sections require something else. */
  async function letIn (request: FastifyRequest, reply: FastifyReply, settings: Settings): Promise<boolean> {
    const decided = request.settings?.require ?? null
    request.settings = settings
    if (settings.require === decided) return true
    const status = await new Promise<number | null>(resolve => { admit(request, reply, settings, resolve) })
    if (status !== null) sendPage(reply, status)
    return status === null
  }

  async function sendFound (request: FastifyRequest, reply: FastifyReply, found: Found | null, settings: Settings): Promise<unknown> {
    if (found === null) return sendPage(reply, 404)
    if (!found.stats.isFile() || !await mayBeServed(found, settings)) return sendPage(reply, 403)
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendPage(reply.header('allow', 'GET, HEAD'), 405)
    const type = settings.types[extname(found.file).slice(1).toLowerCase()]
    if (type !== undefined) reply.type(type)
    return reply.sendFile(basename(found.file), dirname(found.file), { cacheControl: false, ...(type === undefined ? {} : { contentType: false }) })
  }

  /** Not what begins with a dot, such as .htpasswd and .git, but for .well-known (RFC 8615); no passwords; links as Options say. */
  async function mayBeServed ({ root, file }: FilePath, { followSymLinks }: Settings): Promise<boolean> {
    const [real, realRoot] = await Promise.all([realpath(file), realpath(root)])
    const rest = file.slice(root.length)
    if (/\/\.(?!well-known\/)/.test(rest) || secrets.includes(file) || secrets.includes(real)) return false
    if (followSymLinks === 'always') return true
    return followSymLinks === 'never' ? real === join(realRoot, rest) : real === realRoot || real.startsWith(join(realRoot, '/'))
  }
}

async function look (path: FilePath): Promise<Found | null> {
  try {
    return { ...path, stats: await stat(path.file) }
  } catch {
    return null
  }
}
