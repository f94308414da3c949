-- Reads a part of a user's inbox and its bounds.
--
-- KEYS: the inbox, its bounds, the ids that it knows. ARGV: 3-7 see inbox_bounds, 8 max bytes of an answer,
-- 9 after which number, 10 how many; for a client that resumes, 11 and 12: the epoch and the number that it says to have.
-- Returns {epoch, oldest number, newest number, entries...}; each entry is {entry id, fields}.

local inbox, meta, ids = KEYS[1], KEYS[2], KEYS[3]
local max_bytes, after, limit = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
-- So seldom does an inbox get a new epoch because of what a client says: it may lie, and the user's other devices get
-- everything again. Meanwhile that client alone does.
local CLAIM_MS = 600000

local epoch, newest = inbox_bounds(inbox, meta, ids, 3)
if ARGV[11] == epoch and newest < tonumber(ARGV[12]) then
  local last = counted(redis.call('HGET', meta, 'claim'))
  -- A clock that was set back must not forbid it for longer.
  if not last or math.abs(now - last) >= CLAIM_MS then
    epoch = new_epoch(meta, ARGV[3], newest)
    redis.call('HSET', meta, 'claim', int(now))
  end
end
keep_count(meta)
-- What stands above the newest number, nobody of us wrote.
local oldest = math.min(drop_ended(inbox) or newest + 1, newest + 1)
local answer = {epoch, int(oldest), int(newest)}

local from, bytes = math.max(after + 1, oldest), 0
while #answer < limit + 3 and from <= newest do
  local part = redis.call('XRANGE', inbox, int(from), int(newest), 'COUNT', math.min(32, limit + 3 - #answer))
  for _, entry in ipairs(part) do
    bytes = bytes + #(entry[2][6] or '')
    if bytes > max_bytes and #answer > 3 then
      return answer
    end
    table.insert(answer, entry)
    from = number_and_time(entry[1]) + 1
  end
  if #part == 0 then
    return answer
  end
end
return answer
