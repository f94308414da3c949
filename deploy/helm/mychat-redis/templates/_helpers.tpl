{{- define "redis.name" -}}
{{ .Release.Name | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "redis.selector" -}}
app.kubernetes.io/name: mychat-redis
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "redis.labels" -}}
{{ include "redis.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: redis
app.kubernetes.io/part-of: mychat
{{- end }}

{{- define "redis.peers" -}}
{{- $names := list -}}
{{- range $i := until (int .Values.replicas) -}}
{{- $names = append $names (printf "%s-%d.%s.%s.svc" (include "redis.name" $) $i (include "redis.name" $) $.Release.Namespace) -}}
{{- end -}}
{{ join " " $names }}
{{- end }}

{{- define "redis.env" -}}
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- {name: ME, value: "$(POD_NAME).{{ include "redis.name" . }}.{{ .Release.Namespace }}.svc"}
- {name: PEERS, value: {{ include "redis.peers" . | quote }}}
- {name: MASTER_NAME, value: {{ .Values.masterName }}}
- {name: DATA, value: /data}
- {name: PASSWORD_FILE, value: /etc/mychat-redis/redis-password}
{{- if .Values.tls.secretName }}
- {name: TLS, value: /etc/mychat-redis-tls}
{{- end }}
{{- end }}

{{- define "redis.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "redis.mounts" -}}
- {name: data, mountPath: /data}
- {name: scripts, mountPath: /scripts, readOnly: true}
- {name: password, mountPath: /etc/mychat-redis, readOnly: true}
{{- if .Values.tls.secretName }}
- {name: tls, mountPath: /etc/mychat-redis-tls, readOnly: true}
{{- end }}
{{- end }}
