-- Decides a login: nothing happens when a token is revoked; else about the seat; and where the inbox of an admitted session stands.
-- In front stand the scripts of the last two, as functions.
--
-- KEYS: of the seat's script; of the inbox's; then for each token what revokes it alone, its user's generation, and what revokes
-- its family, or tokens without one.
-- ARGV: 1-4 how many keys and arguments the seat's script has, and the inbox's; then the arguments of both; then for each token
-- its generation, and 'family', 'separate' (the family is asked for elsewhere) or the second in which it was issued.
-- Returns {} when a token is revoked, {what the seat's script returns}, or, for an admitted session, {that, what the inbox's returns}.

local seat_keys, seat_args = tonumber(ARGV[1]), tonumber(ARGV[2])
local inbox_keys, inbox_args = tonumber(ARGV[3]), tonumber(ARGV[4])

local function part(list, from, count)
  return {unpack(list, from + 1, from + count)}
end

-- A number of ours that a key holds, or nil. A key of another type is rubbish: nobody of us wrote it.
local function number_in(key, digits)
  local text = redis.pcall('GET', key)
  if type(text) == 'table' then
    if not string.find(text.err, 'WRONGTYPE', 1, true) then
      -- The caller learns of it as if nothing had been caught.
      return redis.call('GET', key)
    end
    redis.call('DEL', key)
    return nil
  end
  return text and #text <= digits and string.match(text, '^%d+$') and tonumber(text)
end

for i = 0, (#KEYS - seat_keys - inbox_keys) / 3 - 1 do
  local key, arg = seat_keys + inbox_keys + 3 * i, 4 + seat_args + inbox_args + 2 * i
  local generation, kind = tonumber(ARGV[arg + 1]), ARGV[arg + 2]
  if redis.call('EXISTS', KEYS[key + 1]) == 1 then
    return {}
  end
  local raised = number_in(KEYS[key + 2], 16)
  -- A generation is a time in microseconds, and less than 2^52.
  if raised and raised < 4503599627370496 and generation < raised then
    return {}
  end
  if kind == 'family' then
    if redis.call('EXISTS', KEYS[key + 3]) == 1 then
      return {}
    end
  elseif kind ~= 'separate' then
    local changed = number_in(KEYS[key + 3], 12)
    if changed and tonumber(kind) <= changed then
      return {}
    end
  end
end

local seated = seat(part(KEYS, 0, seat_keys), part(ARGV, 4, seat_args))
if seated[1] ~= 'seated' then
  return {seated}
end
return {seated, bounds(part(KEYS, seat_keys, inbox_keys), part(ARGV, 4 + seat_args, inbox_args))}
