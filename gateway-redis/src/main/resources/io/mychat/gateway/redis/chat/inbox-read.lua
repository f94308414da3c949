-- Reads a part of a user's inbox and its bounds.
--
-- KEYS: the inbox, its bounds, the ids that it knows, the user's sessions. ARGV: 3-5 see inbox_bounds, 6 the user, 7 this
-- gateway's node, 8 in front of a node's name: its channel, 9 max bytes of an answer, 10 after which number, 11 how many; for a
-- client that resumes, 12 and 13: the epoch and the number that it says to have.
-- Returns {epoch, oldest number, newest number, the newest entry's stamp or '', entries...}; each entry is {entry id, fields}.

local inbox, meta, ids, sessions = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local max_bytes, after, limit = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
-- So seldom does an inbox get a new epoch because of what a client says: it may lie, and the user's other devices get
-- everything again. Meanwhile that client alone does.
local CLAIM_MS = 600000

local epoch, newest, last_stamp, is_new = inbox_bounds(inbox, meta, ids, ARGV[3], ARGV[4], ARGV[5])
if ARGV[12] == epoch and newest < tonumber(ARGV[13]) then
  local last = counted(redis.call('HGET', meta, 'claim'))
  -- A clock that was set back must not forbid it for longer.
  if not last or math.abs(now - last) >= CLAIM_MS then
    epoch, is_new = new_epoch(meta, ARGV[3], newest, last_stamp, epoch, ARGV[4]), true
    redis.call('HSET', meta, 'claim', int(now))
  end
end
if is_new then
  tell(sessions, ARGV[7], ARGV[8], {new_epoch_line(ARGV[6], epoch)})
end
keep_count(meta)
-- What stands above the newest number, nobody of us wrote.
local oldest = math.min(drop_ended(inbox) or newest + 1, newest + 1)
local answer = {epoch, int(oldest), int(newest), last_stamp or ''}

local from, bytes = math.max(after + 1, oldest), 0
while #answer < limit + 4 and from <= newest do
  local part = redis.call('XRANGE', inbox, int(from), int(newest), 'COUNT', math.min(32, limit + 4 - #answer))
  for _, entry in ipairs(part) do
    bytes = bytes + #(entry[2][6] or '')
    if bytes > max_bytes and #answer > 4 then
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
