/** Starts a real Tomcat 10, as Debian packages it, with its example applications. */
import { existsSync, realpathSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { temporaryDirectory } from './directory.ts'
import { freePort } from './ports.ts'
import { listening, run } from './process.ts'

const home = '/usr/share/tomcat10'
const examples = '/usr/share/tomcat10-examples/examples'
const java = '/usr/bin/java'

/** Whether this machine has it. */
export function hasTomcat (): boolean {
  return [`${home}/bin/catalina.sh`, examples, java].every(path => existsSync(path))
}

/** How to get it; these packages bring no service that would listen on port 8080. */
export const tomcatRemedy = 'apt-get install tomcat10-user tomcat10-examples'

/**
 * @param route its jvmRoute: the end of the session ids that it makes
 * @returns its port on 127.0.0.1
 */
export async function startTomcat (t: Test, route: string): Promise<number> {
  const base = await temporaryDirectory(t)
  const port = await freePort()
  for (const directory of ['conf', 'logs', 'temp', 'webapps', 'work']) await mkdir(join(base, directory))
  await writeFile(join(base, 'conf/server.xml'), serverXml(port, route))
  await writeFile(join(base, 'conf/web.xml'), '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"/>\n')
  const tomcat = run(t, `${home}/bin/catalina.sh`, ['run'], {
    CATALINA_HOME: home,
    CATALINA_BASE: base,
    JRE_HOME: join(realpathSync(java), '../..'),
    // memory for one application, and no time spent on optimising it
    CATALINA_OPTS: '-Xmx96m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.security.egd=file:/dev/urandom'
  })
  await listening(tomcat, port)
  return port
}

function serverXml (port: number, route: string): string {
  return `<Server port="-1">
  <Service name="Catalina">
    <Connector address="127.0.0.1" port="${port}" protocol="HTTP/1.1" maxThreads="10" minSpareThreads="2"/>
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="${route}">
      <Host name="localhost" appBase="webapps" autoDeploy="false">
        <Context path="/examples" docBase="${examples}">
          <JarScanner scanClassPath="false" scanManifest="false"/>
        </Context>
      </Host>
    </Engine>
  </Service>
</Server>
`
}
