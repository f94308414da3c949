-- In front of each of these scripts. ARGV[1]: what a test adds to the server's clock, else 0; ARGV[2]: retention in ms.

local now
do
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000) + tonumber(ARGV[1])
end
local retention = tonumber(ARGV[2])

-- Numbers are doubles: exact up to 2^53, and written without an exponent only like this.
local function int(number)
  return string.format('%.0f', number)
end

-- A key of another type is rubbish: nobody of us wrote it.
local function clean(key, kind)
  local found = redis.call('TYPE', key).ok
  if found ~= kind and found ~= 'none' then
    redis.call('DEL', key)
  end
end

-- Numbers of messages end here: far above what anybody counts up to, far below what doubles and 64 bits hold exactly.
local MOST_NUMBER = 4503599627370496

-- The number that a text of ours says, or nil when it is rubbish: a negative one, one beyond the bound, or none.
local function counted(text)
  if type(text) ~= 'string' or #text > 16 or not string.match(text, '^%d+$') then
    return nil
  end
  local number = tonumber(text)
  return number <= MOST_NUMBER and number or nil
end

-- An epoch stands in a line of a hint.
local function is_epoch(text)
  return text and #text <= 64 and string.match(text, '^[%w-]+$')
end

-- Lets a key live for at least `ms` from now, and writes that down only now and then: each write goes to the
-- append-only file and to the replicas. Returns whether it did.
local function keep(key, ms)
  local left = redis.call('PTTL', key)
  if left >= -1 and left < ms then
    -- A server that takes no writes can be read all the same.
    redis.pcall('PEXPIRE', key, int(ms * 1.25))
    return true
  end
  return false
end

-- Lets a chat's messages live, and writes down in the index of its bucket until when they will.
local function keep_chat(messages, index, chat)
  if keep(messages, retention) then
    clean(index, 'zset')
    redis.call('ZREMRANGEBYSCORE', index, '-inf', int(now))
    redis.call('ZADD', index, int(now + retention * 1.25), chat)
    redis.pcall('PEXPIRE', index, int(retention * 1.25))
  end
end

-- What counts outlives what it counts, so that numbers go on after everything else has gone.
local function keep_count(key)
  local left = redis.call('PTTL', key)
  if left >= -1 and left < retention * 2 then
    redis.pcall('PEXPIRE', key, int(retention * 2.25))
  end
end

-- An entry of a stream is called <its number>-<when it came, in ms>.
local function number_and_time(id)
  local number, time = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(number), tonumber(time)
end

-- So many entries go at once at most, which takes some milliseconds; the others stay unseen until a later call.
local MAX_DROPPED = 5000

-- The number of the first entry from there on, and whether it is over; nil when there is none.
local function first_from(stream, number)
  local entry = number < MOST_NUMBER and redis.call('XRANGE', stream, int(number), '+', 'COUNT', 1)[1]
  if entry then
    local found, time = number_and_time(entry[1])
    if found < MOST_NUMBER then
      return found, now - time >= retention
    end
  end
end

-- Returns the numbers of the oldest entry that is not over, nil when all are, and of the first one, nil when there is none.
-- Entries stand in the order of time: it looks in steps that double, then halves the last one.
local function oldest_live(stream)
  local first, is_over = first_from(stream, 0)
  if not is_over then
    return first, first
  end
  local over, step, live = first, 1, nil
  while not live do
    local found, found_is_over = first_from(stream, over + step)
    if found_is_over then
      over, step = found, step * 2
    else
      live = over + step
    end
  end
  while live - over > 1 do
    local middle = math.floor((live + over) / 2)
    local found, found_is_over = first_from(stream, middle)
    if found_is_over then
      over = found
    else
      live = middle
    end
  end
  return first_from(stream, live), first
end

-- Drops what is over, a part at a time. Returns the number of the oldest entry that is not over, or nil; and that of the
-- first that is still stored, which may be over.
local function drop_ended(stream)
  local oldest, first = oldest_live(stream)
  if not first or oldest == first then
    return oldest, first
  end
  local upto = math.min(oldest or MOST_NUMBER, first + MAX_DROPPED)
  redis.pcall('XTRIM', stream, 'MINID', '=', int(upto))
  return oldest, upto
end

-- Writes down the number of a message that has just been added to its chat, drops what is over, and lets the chat live.
local function keep_message(messages, counter, ids, index, chat, message_id, number)
  redis.call('ZADD', ids, int(number), message_id)
  local _, first = drop_ended(messages)
  if first and first > 1 then
    redis.call('ZREMRANGEBYSCORE', ids, '-inf', '(' .. int(first))
  end
  keep_chat(messages, index, chat)
  keep(ids, retention)
  keep_count(counter)
end

-- How long an inbox knows the ids of what it got. Who comes later than half of it has to look at the entries themselves.
local KNOWN_MS = 3600000

-- When the message of an open mark came (ms); long ago for what is no mark, or for one of a time that has not come yet:
-- clocks of two servers differ by less.
local function came_at(mark)
  local came = counted(string.match(mark, '^%S+ %d+ %d (%d+) ')) or 0
  return came <= now + KNOWN_MS and came or 0
end

-- How many ids an inbox knows that has so many entries at most.
local function max_ids_of(max_entries)
  return math.max(max_entries, 1000)
end

-- The stamp of an entry is its number, when it came (ms), and its message. Where a tail was lost and the numbers were given
-- again, another stamp stands at the number.
local function stamp(number, time, message_id)
  return int(number) .. ' ' .. int(time) .. ' ' .. message_id
end

-- The stamp of the entry at that place; nil where none stands, or none any more.
local function stamp_at(stream, number)
  local entry = number > 0 and redis.call('XRANGE', stream, int(number), int(number))[1]
  -- What has a line's end in its name, nobody of us wrote.
  if entry and entry[2][2] and not string.find(entry[2][2], '\n', 1, true) then
    local found, time = number_and_time(entry[1])
    return stamp(found, time, entry[2][2])
  end
end

-- When an epoch began (ms of the server's clock): an earlier one is less. 0 for those of releases that did not say.
local function begun(epoch)
  return tonumber(string.match(epoch, '^(%d%d%d%d%d%d%d%d%d%d%d%d%d)%-') or 0)
end

-- From now on the inbox's entries belong to another epoch, later than these two; what devices have acknowledged belonged to the
-- last.
local function new_epoch(meta, fresh, newest, last, stored_epoch, seen_epoch)
  local epoch = int(math.max(now, begun(stored_epoch or '') + 1, begun(seen_epoch) + 1)) .. '-' .. fresh
  redis.call('DEL', meta)
  redis.call('HSET', meta, 'epoch', epoch, 'seq', int(newest))
  if last then
    redis.call('HSET', meta, 'last', last)
  end
  keep_count(meta)
  return epoch
end

-- Whether an inbox lacks an entry that was seen there, or has another one in its place. Nothing may stand there any more: beyond
-- a bound. `seen`: a line for each, a stamp or only a number.
local function has_lost(stream, newest, last, seen)
  for line in string.gmatch(seen, '[^\n]+') do
    local digits, rest = string.match(line, '^(%d+)(.*)$')
    local number = tonumber(digits)
    if not number or number > newest then
      return number ~= nil
    end
    if rest ~= '' and line ~= last then
      local there = number == newest and last or stamp_at(stream, number)
      if there and there ~= line then
        return true
      end
    end
  end
  return false
end

-- Returns the inbox's epoch, its newest number, the stamp of its newest entry or nil, and whether the epoch is a new one.
-- ARGV[at]: an id for a new epoch; ARGV[at + 1] and ARGV[at + 2]: an epoch that this gateway has seen there, or '', and what it
-- has seen in it, see has_lost. An inbox that has less, other entries in their places, or an earlier epoch has lost something.
local function inbox_bounds(stream, meta, ids, at)
  local fresh, seen_epoch, seen = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  clean(stream, 'stream')
  clean(meta, 'hash')
  clean(ids, 'zset')
  local bounds = redis.call('HMGET', meta, 'epoch', 'seq', 'last')
  local epoch, number, last = bounds[1], counted(bounds[2]), bounds[3]
  if not is_epoch(epoch) or not number then
    redis.call('DEL', stream, ids)
    return new_epoch(meta, fresh, 0, nil, nil, seen_epoch), 0, nil, true
  end
  -- Gateways of an earlier release count on and leave it as it was.
  if not last or string.match(last, '^(%d+) %d+ [^\n]+$') ~= int(number) then
    last = stamp_at(stream, number)
  end
  local is_lost
  if epoch == seen_epoch then
    is_lost = has_lost(stream, number, last, seen)
  else
    is_lost = begun(seen_epoch) > begun(epoch)
  end
  if is_lost then
    return new_epoch(meta, fresh, number, last, epoch, seen_epoch), number, last, true
  end
  return epoch, number, last, false
end

-- The nodes, other than this one, where a user is logged in.
local function other_nodes(sessions, own_node)
  local found = {}
  if redis.call('TYPE', sessions).ok ~= 'hash' then
    return found
  end
  for _, session in ipairs(redis.call('HVALS', sessions)) do
    local readable, value = pcall(cjson.decode, session)
    local node = readable and type(value) == 'table' and value['node_id']
    if type(node) == 'string' and node ~= own_node then
      found[node] = true
    end
  end
  return found
end

-- Says a line to the other gateways where a user is logged in. `channel`: what stands in front of a node's name.
local function tell(sessions, own_node, channel, lines)
  for node in pairs(other_nodes(sessions, own_node)) do
    for _, line in ipairs(lines) do
      redis.call('PUBLISH', channel .. node, line)
    end
  end
end

-- What the others are told of a new epoch.
local function new_epoch_line(user, epoch)
  return table.concat({'new_epoch', '1', user, epoch}, '\n')
end

-- Whether an entry could not be added because one with a higher number stands there, which nobody of us wrote. Other
-- errors (no memory is left) are the caller's.
local function is_in_the_way(added)
  return type(added) == 'table' and (string.find(added.err, 'equal or smaller', 1, true)
      or string.find(added.err, 'exhausted the last possible ID', 1, true))
end
