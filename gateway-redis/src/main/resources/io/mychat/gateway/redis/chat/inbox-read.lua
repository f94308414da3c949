-- Reads a part of a user's inbox and its bounds.
--
-- KEYS: the inbox, its bounds, the ids that it knows. ARGV: 3-6 see inbox_bounds, 7 max bytes of an answer, 8 after which
-- number, 9 how many, 10 max entries.
-- Returns {epoch, oldest number, newest number, entries...}; each entry is {entry id, fields}.

local inbox, meta, ids = KEYS[1], KEYS[2], KEYS[3]
local max_bytes, after, limit = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])

local epoch, newest = inbox_bounds(inbox, meta, ids, 3, max_ids_of(tonumber(ARGV[10])))
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
