-- Finds buckets where marks have been open for too long. Not for a cluster, where buckets lie in different slots.
--
-- KEYS: the open marks of buckets. ARGV: 3 how long (ms), 4 how many marks of a bucket to look at.
-- Returns {how many marks there are, places of the buckets (from 1) with marks that are due, or with more than were looked at}.

local age, limit = tonumber(ARGV[3]), tonumber(ARGV[4])

local function has_due(key)
  if redis.call('ZCARD', key) > limit then
    return true
  end
  for _, mark in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    if now - came_at(mark) >= age then
      return true
    end
  end
  return false
end

local answer = {0}
if redis.call('EXISTS', unpack(KEYS)) == 0 then
  return answer
end
for place, key in ipairs(KEYS) do
  clean(key, 'zset')
  local marks = redis.call('ZCARD', key)
  if marks > 0 then
    answer[1] = answer[1] + marks
    if has_due(key) then
      table.insert(answer, place)
    end
  end
end
return answer
