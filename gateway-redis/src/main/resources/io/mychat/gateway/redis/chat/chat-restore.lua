-- Puts a message back into its chat, without a mark: no inbox is to get it.
--
-- KEYS: the chat's messages, their counter, their numbers by id; the index of the chat's bucket; and, for a message with a
-- client_msg_id, what is known under that.
-- ARGV: 3 max messages of a chat, 4 chat id, 5 message id, 6 the number that it had, 7 when it was sent (ms), 8 the record,
-- 9 dedupe ms, 10 digest of the content, 11 when it was sent, 12 see pause_of, 13 the client_msg_id if it has one.
-- Returns {'restored', number}, {'existing', record} or {'expired'}.

local messages, counter, ids, index, sent = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local chat, message_id, wanted, sent_at = ARGV[4], ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])

clean(messages, 'stream')
clean(counter, 'string')
clean(ids, 'zset')

local known = tonumber(redis.call('ZSCORE', ids, message_id) or nil)
local entry = known and known < MOST_NUMBER and redis.call('XRANGE', messages, int(known), int(known))[1]
if entry and entry[2][2] == message_id then
  return {'existing', entry[2][4] or ''}
end
if now - sent_at >= retention then
  return {'expired'}
end

local newest = redis.call('XREVRANGE', messages, '+', '-', 'COUNT', 1)[1]
local last, last_time = 0, 0
if newest then
  last, last_time = number_and_time(newest[1])
end
last = math.max(last, counted(redis.call('GET', counter)) or 0)
local number = math.max(last + 1, wanted)
-- It keeps its age, but entries stand in the order of time.
local at = math.min(now, math.max(last_time, sent_at))
local fields = {'i', message_id, 'm', ARGV[8]}
if sent then
  fields[5], fields[6] = 'c', ARGV[13]
end
local added = redis.pcall('XADD', messages, 'MAXLEN', '=', int(tonumber(ARGV[3])), int(number) .. '-' .. int(at),
    unpack(fields))
if type(added) == 'table' then
  return added
end
redis.call('SET', counter, int(number), 'KEEPTTL')
redis.call('ZADD', ids, int(number), message_id)
keep_messages(messages, counter, ids, index, chat, (pause_of(ARGV[12])))
local left = math.min(sent_at, now) + tonumber(ARGV[9]) - now
if sent and left > 0 then
  clean(sent, 'string')
  local known_as = table.concat({'v1', int(math.min(sent_at, now)), int(number), ARGV[10], ARGV[11], message_id}, ' ')
  redis.call('SET', sent, known_as, 'PX', int(left), 'NX')
end
return {'restored', int(number)}
