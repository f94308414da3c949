-- How long keys live, and what ends. A gateway has a script look after that when it sees a key for the first time and then now and
-- then, not with each message.

-- Of so many messages one looks too: bounds that are not those of a stream hold up to so many more.
local TRIMMED_EVERY = 64

-- The longest time (ms) until this gateway has a script look again, which is how much longer than needed a key lives then; and
-- whether this call is to look. `text`: the time, with a minus in front when it is not.
local function pause_of(text)
  local pause = tonumber(text)
  return math.abs(pause), pause > 0
end

-- Lets a key live for at least `ms` from the next look on, and writes that down only now and then: each write goes to the
-- append-only file and to the replicas. Returns whether it did.
local function keep(key, ms, pause)
  local left = redis.call('PTTL', key)
  if left >= -1 and left < ms + (pause or 0) then
    -- A server that takes no writes can be read all the same.
    redis.pcall('PEXPIRE', key, int(ms * 1.25))
    return true
  end
  return false
end

-- Lets a chat's messages live, and writes down in the index of its bucket until when they will.
local function keep_chat(messages, index, chat, pause)
  if keep(messages, retention, pause) then
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

-- So many entries go at once at most, which takes some milliseconds; the others stay unseen until a later call.
local MAX_DROPPED = 5000

-- The number of the first entry from there on, and whether it is over; nil when there is none.
local function first_from(stream, number)
  local entry = number < MOST_NUMBER and on(stream, 'XRANGE', int(number), '+', 'COUNT', 1)[1]
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

-- Looks after a chat that has just got a message: drops what is over, and lets the chat live.
local function keep_messages(messages, counter, ids, index, chat, pause)
  local _, first = drop_ended(messages)
  if first and first > 1 then
    redis.call('ZREMRANGEBYSCORE', ids, '-inf', '(' .. int(first))
  end
  keep_chat(messages, index, chat, pause)
  keep(ids, retention, pause)
  keep_count(counter)
end
