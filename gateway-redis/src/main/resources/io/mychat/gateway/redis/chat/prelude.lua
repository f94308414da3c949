-- In front of each of these scripts; behind it, of lives.lua, inbox.lua, chat-store.lua and inbox-put.lua those that the script
-- uses. ARGV[1]: what a test adds to the server's clock, else 0; ARGV[2]: retention in ms.

local now
do
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000) + tonumber(ARGV[1])
end
local retention = tonumber(ARGV[2])

-- Numbers are doubles: exact up to 2^53, and written without an exponent only like this. %d takes a third of the time of %.0f, and
-- on some servers only 32 bits.
local function int(number)
  return string.format(number >= 0 and number < 2147483648 and '%d' or '%.0f', number)
end

-- The moment once more, as a text: scripts write it several times.
local now_text = int(now)

-- A key of another type is rubbish: nobody of us wrote it.
local function clean(key, kind)
  local found = redis.call('TYPE', key).ok
  if found ~= kind and found ~= 'none' then
    redis.call('DEL', key)
  end
end

-- Runs a command on a key. One of another type is rubbish, too: it is deleted, and the command runs again.
local function on(key, command, ...)
  local answer = redis.pcall(command, key, ...)
  if type(answer) == 'table' and answer.err then
    if string.find(answer.err, 'WRONGTYPE', 1, true) then
      redis.call('DEL', key)
    end
    -- Of another error the caller learns as if nothing had been caught.
    answer = redis.call(command, key, ...)
  end
  return answer
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

-- An entry of a stream is called <its number>-<when it came, in ms>.
local function number_and_time(id)
  local number, time = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(number), tonumber(time)
end

-- How long an inbox knows the ids of what it got. Who comes later than half of it has to look at the entries themselves.
local KNOWN_MS = 3600000

-- When the message of an open mark came (ms); long ago for what is no mark, or for one of a time that has not come yet:
-- clocks of two servers differ by less.
local function came_at(mark)
  local came = counted(string.match(mark, '^%S+ %d+ %d (%d+) ')) or 0
  return came <= now + KNOWN_MS and came or 0
end

-- Whether an entry could not be added because one with a higher number stands there, which nobody of us wrote. Other
-- errors (no memory is left) are the caller's.
local function is_in_the_way(added)
  return type(added) == 'table' and (string.find(added.err, 'equal or smaller', 1, true)
      or string.find(added.err, 'exhausted the last possible ID', 1, true))
end
