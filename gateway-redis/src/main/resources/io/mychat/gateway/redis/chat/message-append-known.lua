-- The short form of message-append.lua, for a chat and inboxes that this gateway knows: it runs the commands that a message needs,
-- and no others. Whatever is not as it is known to be, it leaves to message-append.lua: then it changes nothing and returns 0.
--
-- KEYS: the chat's messages, their counter, their numbers by id; the open marks of the chat's bucket; for each inbox: the inbox,
-- its bounds, the ids that it knows, the user's sessions; and, for a message with a client_msg_id, what is known under that.
-- ARGV: 1 what a test adds to the server's clock, else 0; 2 dedupe ms; 3 max messages of a chat; 4 max entries of an inbox; 5 the
-- message id; 6 the record; 7 the client_msg_id or ''; 8 digest of the content, time and message id; 9 and 10 the newest number that
-- this gateway has given in this chat and its message; 11 how this gateway's sessions name it; 12 in front of a node's name: its
-- channel; 13 and 14 chat id and sender, and version and node of an open mark; then for each inbox: the user, its epoch, its newest
-- stamp that this gateway has seen, the next number behind that.
-- Returns {number, time, for each inbox its number there and the stamp in front of it, '' when it is the seen one}, or, when an
-- inbox took no entry, {number, time, mark}: the message stands open.

local inboxes = (#ARGV - 14) / 4
local id, record, client_msg_id, seen = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[9])
local sent = client_msg_id ~= '' and KEYS[#KEYS]

local clock = redis.call('TIME')
local now
if ARGV[1] == '0' then
  -- The milliseconds stand behind the first digit of what is added.
  now = clock[1] .. string.sub(1000000 + clock[2], 2, 4)
else
  now = string.format('%.0f', clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[1])
end

local known = redis.pcall('ZMSCORE', KEYS[3], id, ARGV[10])
if known.err or known[1] or not known[2]
    or (sent and redis.call('EXISTS', KEYS[4], sent) or redis.call('EXISTS', KEYS[4])) > 0 then
  return 0
end

-- The number behind the newest entry and its stamp, where others have put entries behind the seen one; nil where that is not there.
local function behind(inbox, stamp, sequence, last)
  if not last or #sequence > 15 or not string.match(sequence, '^%d+$') or string.sub(last, 1, #sequence + 1) ~= sequence .. ' '
      or string.find(last, '\n', 1, true) then
    return nil
  end
  local number, time, message = string.match(stamp, '^(%d+) (%d+) (.+)$')
  if not number or tonumber(number) >= tonumber(sequence) then
    return nil
  end
  local there = redis.pcall('XRANGE', inbox, number, number)[1]
  if there and there[1] == number .. '-' .. time and there[2][2] == message then
    return string.format('%.0f', sequence + 1), last
  end
end

local numbers, before, nodes = {}, {}, {}
for i = 1, inboxes do
  local key, arg = 1 + 4 * i, 11 + 4 * i
  local bounds = redis.pcall('HMGET', KEYS[key + 1], 'epoch', 'seq', 'last')
  local sequence, last, stamp = bounds[2], bounds[3], ARGV[arg + 2]
  if not sequence or bounds[1] ~= ARGV[arg + 1] then
    return 0
  elseif last == stamp and string.sub(last, 1, #sequence + 1) == sequence .. ' ' then
    numbers[i], before[i] = ARGV[arg + 3], ''
  else
    numbers[i], before[i] = behind(KEYS[key], stamp, sequence, last)
    if not numbers[i] then
      return 0
    end
  end
  local sessions = redis.pcall('HVALS', KEYS[key + 3])
  if sessions.err then
    return 0
  end
  for s = 1, #sessions do
    local session = sessions[s]
    -- It is JSON of ours, in which no other quotation marks stand bare.
    if not string.find(session, ARGV[11], 1, true) then
      local _, front = string.find(session, '"node_id":"', 1, true)
      local node = front and string.sub(session, front + 1, string.find(session, '"', front + 1, true) - 1)
      if not node or string.find(node, '\\', 1, true) then
        return 0
      end
      nodes[i] = nodes[i] or {}
      nodes[i][node] = true
    end
  end
end

local number = redis.pcall('INCR', KEYS[2])
if type(number) ~= 'number' then
  return 0
end
local added = number > seen and number < 100000000000000 and (sent
    and redis.pcall('XADD', KEYS[1], 'MAXLEN', ARGV[3], number .. '-' .. now, 'i', id, 'm', record, 'c', client_msg_id)
    or not sent and redis.pcall('XADD', KEYS[1], 'MAXLEN', ARGV[3], number .. '-' .. now, 'i', id, 'm', record))
if type(added) ~= 'string' then
  redis.call('SET', KEYS[2], number - 1, 'KEEPTTL')
  return 0
end
redis.call('ZADD', KEYS[3], number, id)
if sent then
  redis.call('SET', sent, 'v1 ' .. now .. ' ' .. number .. ' ' .. ARGV[8], 'PX', ARGV[2])
end

local answer = {number, now}
for i = 1, inboxes do
  local key, arg, there = 1 + 4 * i, 11 + 4 * i, numbers[i]
  local put = redis.pcall('XADD', KEYS[key], 'MAXLEN', ARGV[4], there .. '-' .. now, 'i', id, 'n', number, 'm', record)
  if type(put) ~= 'string' then
    -- It is in the chat, and the caller brings it to the inboxes, each once.
    local mark = string.format('%s %016.0f %s %s %s', string.match(ARGV[13], '^%S+'), number, string.match(ARGV[13], '%S+$'), now, ARGV[14])
    redis.call('ZADD', KEYS[4], 0, mark)
    for done = 1, i - 1 do
      redis.call('ZADD', KEYS[3 + 4 * done], now, id)
    end
    return {number, now, mark}
  end
  local stamp = there .. ' ' .. now .. ' ' .. id
  redis.call('HSET', KEYS[key + 1], 'seq', there, 'last', stamp)
  if nodes[i] then
    local line = table.concat({'1', ARGV[arg], ARGV[arg + 1], there, id, number, record, now,
        before[i] == '' and ARGV[arg + 2] or before[i]}, '\n')
    for node in pairs(nodes[i]) do
      redis.call('PUBLISH', ARGV[12] .. node, line)
    end
  end
  answer[1 + 2 * i], answer[2 + 2 * i] = there, before[i]
end
return answer
