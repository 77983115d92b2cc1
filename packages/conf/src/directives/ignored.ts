/** Directives of httpd and Debian's files that change nothing for who proxies. */
import { all, asItIs, ignored } from '../directive.ts'
import type { Rules } from '../directive.ts'

const aboutFiles = [
  'AccessFileName', 'AddCharset', 'AddDescription', 'AddEncoding', 'AddIcon', 'AddIconByEncoding', 'AddIconByType',
  'AddLanguage', 'AllowOverride', 'AllowOverrideList', 'DefaultIcon', 'DefaultLanguage',
  'DirectorySlash', 'EnableMMAP', 'EnableSendfile', 'FileETag', 'ForceLanguagePriority', 'HeaderName',
  'IndexIgnore', 'IndexOptions', 'LanguagePriority', 'MimeMagicFile', 'ReadmeName', 'RemoveHandler', 'RemoveType', 'TypesConfig'
]

const aboutThreads = [
  'AsyncRequestWorkerFactor', 'MaxClients', 'MaxConnectionsPerChild', 'MaxMemFree', 'MaxRequestsPerChild',
  'MaxSpareServers', 'MaxSpareThreads', 'MinSpareServers', 'MinSpareThreads', 'ServerLimit', 'StartServers', 'ThreadLimit',
  'ThreadsPerChild', 'ThreadStackSize'
]

export const ignoredDirectives: Rules = {
  ...all(aboutFiles, ignored('files are served as they are, without listings and .htaccess')),
  ...all(aboutThreads, ignored('a Node.js process has one thread for all connections')),
  ...all(['User', 'Group'], ignored('the process keeps the user that starts it')),
  ...all(['AcceptMutex', 'LockFile', 'Mutex', 'ScoreBoardFile'], ignored('nothing is locked')),
  ...all(['AcceptFilter', 'ListenBacklog'], ignored('Node.js accepts the connections')),
  ...all(['LoadFile', 'CoreDumpDirectory'], ignored('for httpd itself')),
  BufferedLogs: ignored('logs are buffered for moments only'),
  GracefulShutdownTimeout: ignored('requests in flight may finish at the end'),
  NameVirtualHost: ignored('httpd ignores it too since 2.4'),
  RequestReadTimeout: ignored('Timeout bounds the wait for the headers'),
  ServerAdmin: ignored('no page names it'),
  ServerSignature: ignored('no page is signed'),
  ServerTokens: ignored('no Server header is added'),
  AddDefaultCharset: asItIs(['off'], 'as it is here'),
  ContentDigest: asItIs(['off'], 'as it is here'),
  HostnameLookups: asItIs(['off'], 'addresses are logged'),
  HttpProtocolOptions: asItIs(['strict'], 'as it is here'),
  MergeSlashes: asItIs(['on'], 'as it is here'),
  RewriteEngine: asItIs(['off'], 'as it is here'),
  SSLProxyEngine: ignored('members speak https by their URL'),
  UseCanonicalName: asItIs(['off'], 'as it is here')
}
