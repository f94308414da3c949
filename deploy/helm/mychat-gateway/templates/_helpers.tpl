{{- define "gateway.name" -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains "mychat-gateway" .Release.Name -}}
{{ .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-mychat-gateway" .Release.Name | trunc 52 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- define "gateway.selector" -}}
app.kubernetes.io/name: mychat-gateway
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "gateway.labels" -}}
{{ include "gateway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: gateway
app.kubernetes.io/part-of: mychat
{{- end }}

{{- define "gateway.secret" -}}
{{ .Values.secrets.existing | default (printf "%s-secrets" (include "gateway.name" .)) }}
{{- end }}

{{/* gateway_config.json: what the chart says, and .Values.config over it. */}}
{{- define "gateway.config" -}}
{{- $files := "/etc/mychat-gateway-secrets" -}}
{{- $server := dict
      "host" "0.0.0.0" "websocket_port" 8080 "http_port" 8081 "management_port" 8082
      "max_connections" .Values.maxConnections "drain_seconds" .Values.drain.seconds
      "drain_per_second" .Values.drain.perSecond -}}
{{- if .Values.tls.secretName -}}
{{- $server = merge $server (dict
      "ssl_enabled" true "ssl_cert_path" "/etc/mychat-gateway-tls/tls.crt" "ssl_key_path" "/etc/mychat-gateway-tls/tls.key") -}}
{{- end -}}
{{- $security := dict "client_address" .Values.clientAddress.source "trusted_proxies" .Values.clientAddress.trustedProxies -}}
{{- if .Values.serviceMonitor.enabled -}}
{{- $security = merge $security (dict "api_keys" (list (dict
      "name" "prometheus" "sha256" (printf "${file:%s/metrics-key-sha256}" $files) "roles" list))) -}}
{{- end -}}
{{- $redis := dict -}}
{{- if .Values.redis.host -}}
{{- $redis = dict "host" .Values.redis.host "port" .Values.redis.port -}}
{{- else -}}
{{- $nodes := list -}}
{{- range $i := until (int .Values.redis.sentinels) -}}
{{- $nodes = append $nodes (printf "%s-%d.%s.%s.svc:26379" $.Values.redis.sentinelOf $i $.Values.redis.sentinelOf $.Release.Namespace) -}}
{{- end -}}
{{- $redis = dict "mode" "sentinel" "wait_replicas" 1 "master_name" .Values.redis.masterName "nodes" $nodes -}}
{{- if .Values.redis.password -}}
{{- $redis = merge $redis (dict "sentinel_password" (printf "${file:%s/redis-password}" $files)) -}}
{{- end -}}
{{- end -}}
{{- if .Values.redis.tls -}}
{{- $redis = merge $redis (dict "tls" true) -}}
{{- if .Values.redis.caSecret -}}
{{- $redis = merge $redis (dict "tls_ca_file" "/etc/mychat-gateway-redis-ca/ca.crt") -}}
{{- end -}}
{{- end -}}
{{- if .Values.redis.password -}}
{{- $redis = merge $redis (dict "password" (printf "${file:%s/redis-password}" $files)) -}}
{{- end -}}
{{- $auth := dict "jwt_secret" (printf "${file:%s/jwt}" $files) "users_file" (printf "%s/users.json" $files) -}}
{{- $written := dict "server" $server "auth" $auth "security" $security "redis" $redis -}}
{{- mergeOverwrite $written (deepCopy .Values.config) | toPrettyJson -}}
{{- end }}
