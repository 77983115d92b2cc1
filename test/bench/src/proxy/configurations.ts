/** The configurations of the proxies: two members, round robin or sticky, keep-alive on both sides, no access log. */
import type { Site } from './contenders.ts'

export const httpdModules = '/usr/lib/apache2/modules'

/** What httpd and ours both read: everything that a balancer of sessions has. */
function balancer ([a, b]: Site['members']): string {
  return `
<Proxy "balancer://shop">
    BalancerMember http://127.0.0.1:${a} route=a
    BalancerMember http://127.0.0.1:${b} route=b
    ProxySet lbmethod=byrequests stickysession=JSESSIONID|jsessionid
</Proxy>
ProxyPass "/" "balancer://shop/"
ProxyPassReverse "/" "balancer://shop/"
ProxyPassReverseCookiePath "/internal" "/"
KeepAlive On
MaxKeepAliveRequests 0
KeepAliveTimeout 60
LogLevel error
`
}

export function ours ({ port, members }: Site): string {
  return `Listen 127.0.0.1:${port}\n${balancer(members)}`
}

export function httpd ({ port, members, directory }: Site): string {
  const modules = ['mpm_event', 'authz_core', 'slotmem_shm', 'proxy', 'proxy_http', 'proxy_balancer', 'lbmethod_byrequests']
  return `
ServerRoot "${directory}"
ServerName bench.test
DefaultRuntimeDir "${directory}"
PidFile "${directory}/httpd.pid"
ErrorLog "${directory}/error.log"
${modules.map(name => `LoadModule ${name}_module ${httpdModules}/mod_${name}.so`).join('\n')}
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
StartServers 1
ServerLimit 1
ThreadsPerChild 128
ThreadLimit 128
MaxRequestWorkers 128
AsyncRequestWorkerFactor 32
MinSpareThreads 1
MaxSpareThreads 128
Listen 127.0.0.1:${port}
${balancer(members)}`
}

export function nginx ({ port, members: [a, b], directory }: Site): string {
  return `
worker_processes 1;
daemon off;
pid ${directory}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path ${directory};
  proxy_temp_path ${directory};
  fastcgi_temp_path ${directory};
  uwsgi_temp_path ${directory};
  scgi_temp_path ${directory};
  upstream shop { server 127.0.0.1:${a}; server 127.0.0.1:${b}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://shop;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Host $http_host;
    }
  }
}
`
}

export function haproxy ({ port, members: [a, b] }: Site): string {
  return `
global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend front
  bind 127.0.0.1:${port}
  option forwardfor
  default_backend shop
backend shop
  balance roundrobin
  server a 127.0.0.1:${a}
  server b 127.0.0.1:${b}
`
}

export function caddy ({ port, members: [a, b] }: Site): string {
  return `
{
  admin off
  auto_https off
  log {
    level ERROR
  }
}
http://127.0.0.1:${port}, http://:${port} {
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:${a} 127.0.0.1:${b} {
    lb_policy round_robin
  }
}
`
}
