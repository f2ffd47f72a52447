-- Says in Typst what Pandoc's own Typst writer would lose: alternative texts,
-- table heads and alignment, boxes with titles, chapters, anchors.
--
-- What it reads is promised by coproduce/publish/manuscript/__init__.py; the
-- functions it calls (names with a hyphen) are defined in parts.typ and template.typ.

local function raw(text)
  return pandoc.RawBlock("typst", text)
end

local function inline(text)
  return pandoc.RawInline("typst", text)
end

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("[\r\n]+", " ") .. '"'
end


local format = "typst-smart"

local in_table = false

-- Lists in small type have the page's whole width already.
local in_small = false

local function content(blocks)
  local text = pandoc.write(pandoc.Pandoc(blocks), format, { wrap_text = "wrap-none" })
  text = text:gsub("^%s+", ""):gsub("%s+$", "")
  -- A line break at the end breaks nothing, and its backslash would take the bracket behind it for a sign.
  while #text:match("\\*$") % 2 == 1 do text = text:sub(1, -2):match("^(.-)%s*$") end
  -- A list is a list only at the start of a line.
  local first = blocks[1] and blocks[1].t
  local start = (first == "Plain" or first == "Para") and "[" or "[\n"
  return start .. text .. (start == "[" and "]" or "\n]")
end

-- The same, where what is alone must be a paragraph: Typst takes a lone text for a part of its line.
local function paragraphs(blocks)
  local only = #blocks == 1 and (blocks[1].t == "Plain" or blocks[1].t == "Para")
  return only and "[#par" .. content(blocks) .. "]" or content(blocks)
end

local function has(element, class)
  return element.classes and element.classes:includes(class)
end

local function id_argument(identifier)
  return identifier ~= "" and ("id: " .. quoted(identifier) .. ", ") or ""
end

-- The first element below `blocks` with this class, or nil.
local function find(blocks, class)
  local found
  local function look(element)
    if not found and has(element, class) then found = element end
  end
  blocks:walk({ Div = look, Span = look })
  return found
end

local function caption_parts(blocks)
  local number, text = find(blocks, "caption-number"), find(blocks, "caption-text")
  local title
  if text then
    title = text.content
  else
    title = pandoc.utils.blocks_to_inlines(blocks:walk({
      Span = function(span) if has(span, "caption-number") then return {} end end,
    }))
  end
  return number and pandoc.utils.stringify(number) or "", pandoc.Blocks({ pandoc.Plain(title) })
end

-- Alignments and widths -----------------------------------------------------

local ALIGN = { AlignLeft = "left", AlignRight = "right", AlignCenter = "center", AlignDefault = "left" }

-- A cell's markup before and after its text, and the text as inlines: writing a
-- table as one paragraph of inlines is many times faster than a cell at a time.
local function cell(c, inherited, head)
  local arguments = {}
  if c.col_span > 1 then table.insert(arguments, "colspan: " .. c.col_span) end
  if c.row_span > 1 then table.insert(arguments, "rowspan: " .. c.row_span) end
  local align = ALIGN[c.alignment]
  if c.alignment ~= "AlignDefault" and align ~= inherited then
    table.insert(arguments, "align: " .. align .. (head and " + bottom" or " + top"))
  end
  local call = #arguments > 0 and "table.cell(" .. table.concat(arguments, ", ") .. ")" or ""
  local only = #c.contents == 1 and c.contents[1]
  if #c.contents == 0 then return pandoc.Inlines({ inline(call .. "[]") }) end
  if only and (only.t == "Plain" or only.t == "Para") then
    local inner = pandoc.Inlines(only.content)
    inner:insert(1, inline(call .. "["))
    inner:insert(inline("]"))
    return inner
  end
  return pandoc.Inlines({ inline(call .. content(c.contents)) })
end

local function rows(list, aligns, head)
  local inlines = pandoc.Inlines({})
  for _, row in ipairs(list) do
    for index, c in ipairs(row.cells) do
      inlines:extend(cell(c, aligns[index], head))
      inlines:insert(inline(", "))
    end
    inlines:insert(inline("\n  "))
  end
  return inlines
end

-- The column's alignment is that of its body cells: Pandoc reads it from the head.
local function column_alignments(element)
  local aligns = {}
  for index, spec in ipairs(element.colspecs) do aligns[index] = ALIGN[spec[1]] end
  return aligns
end

local function report_table(element, notes)
  local aligns = column_alignments(element)
  local widths = {}
  for index, spec in ipairs(element.colspecs) do
    widths[index] = string.format("%.2ffr", 100 * (spec[2] or 1 / #element.colspecs))
  end
  local number, title = caption_parts(element.caption.long)
  local attributes = element.attributes
  local whole = pandoc.Inlines({ inline(table.concat({
    "#report-table(" .. id_argument(element.identifier),
    "  columns: (" .. table.concat(widths, ", ") .. ",),",
    "  alignments: (" .. table.concat(aligns, ", ") .. ",),",
    "  natural: " .. (attributes["natural"] or "40") .. ",",
    "  minimum: " .. (attributes["minimum"] or "30") .. ",",
    "  hang: " .. (in_small and "false" or "true") .. ",",
    "  dense: " .. (attributes["dense"] and "true" or "false") .. ",",
    "  long-cells: " .. (attributes["long-cells"] and "true" or "false") .. ",",
    "  number: " .. quoted(number) .. ",",
    "  caption: " .. (#element.caption.long > 0 and content(title) or "none") .. ",",
    "  notes: " .. (notes and paragraphs(notes) or "none") .. ",",
    "  header: (",
  }, "\n")) })
  whole:extend(rows(element.head.rows, aligns, true))
  whole:insert(inline("),\n  "))
  for _, part in ipairs(element.bodies) do
    -- Rows of heading cells alone, such as those of a table of one column, are a body's own head to Pandoc.
    whole:extend(rows(part.head, aligns, false))
    whole:extend(rows(part.body, aligns, false))
  end
  whole:insert(inline(")"))
  return pandoc.Para(whole)
end

local blocks_filter

-- Figures ---------------------------------------------------------------------

local function report_figure(element)
  local image
  element:walk({ Image = function(found) image = image or found end })
  if not image then return nil end
  local caption = element.caption.long:walk(blocks_filter)
  local number, title = caption_parts(caption)
  local subtitle = find(element.caption.long, "subtitle")
  return raw(table.concat({
    "#report-figure(" .. id_argument(element.identifier),
    "  source: " .. quoted(image.src) .. ",",
    "  alt: " .. quoted(pandoc.utils.stringify(image.caption)) .. ",",
    "  width: " .. (tonumber(image.attributes.width) or "auto") .. ",",
    "  number: " .. quoted(number) .. ",",
    "  title: " .. content(title) .. ",",
    "  subtitle: " .. (subtitle and content(subtitle.content:walk(blocks_filter)) or "none") .. ",",
    ")",
  }, "\n"))
end

-- Formulas --------------------------------------------------------------------

-- Signs that Pandoc calls as Typst did in former times, and what Typst calls them now.
local RENAMED = {
  { "times.circle", "times.o" }, { "dot.circle", "dot.o" }, { "minus.circle", "minus.o" }, { "tack.r.double", "tack.rr" },
  { "lt.tri", "lt.closed" }, { "gt.tri", "gt.closed" }, { "bracket.l.double", "bracket.l.stroked" },
  { "bracket.r.double", "bracket.r.stroked" }, { "sect", "inter" },
}

-- A formula with today's names, words in quotes left alone.
local function renamed(typeset)
  local pieces, words = {}, false
  for piece in (typeset .. '"'):gmatch('([^"]*)"') do
    if not words then
      for _, names in ipairs(RENAMED) do
        piece = piece:gsub("%f[%a]" .. names[1]:gsub("%.", "%%.") .. "%f[^%a]", names[2])
      end
    end
    pieces[#pieces + 1], words = piece, not words
  end
  return table.concat(pieces, '"')
end

-- The formula below a division or span as a call of `formula`, which needs what it says in words.
local function formula(element)
  local math, words
  element:walk({
    Math = function(found) math = found end,
    Span = function(span) words = words or span.attributes["words"] end,
  })
  words = words or element.attributes["words"]
  local typeset = pandoc.write(pandoc.Pandoc({ pandoc.Plain({ math }) }), format, { wrap_text = "wrap-none" })
  -- Pandoc rounds the width of TeX's medium and thick spaces to nothing.
  typeset = typeset:gsub("%s+$", ""):gsub("#h%(0em%)", "thick")
  return "#formula(" .. quoted(words) .. ", " .. renamed(typeset) .. ")"
end

-- Blocks and inlines ----------------------------------------------------------

local function anchor(identifier)
  return inline("#anchor(" .. quoted(identifier) .. ")")
end

-- Words or a passage in another language: the call of `name` up to its content, or nil.
local function in_language(element, name)
  local tag = element.attributes["lang"]
  if not tag then return nil end
  local script = element.attributes["data-script"] or element.attributes["script"] or "Latn"
  local direction = element.attributes["dir"] == "rtl" and "rtl" or "ltr"
  local told = element.attributes["data-region"] or element.attributes["region"] or ""
  local region = told ~= "" and told or tag:match("%-(%u%u)$")
  return "#" .. name .. "(" .. quoted(tag:match("^%a+")) .. ", " .. (region and quoted(region) or "none") .. ", " .. quoted(script) .. ", " .. direction .. ")"
end

local WRAPPED = { "summary-page", "behind-summary", "figure-block", "figure-notes", "small", "fine" }

blocks_filter = {
  traverse = "topdown",

  Table = function(element)
    in_table = true
    element = element:walk(blocks_filter)
    in_table = false
    return report_table(element), false
  end,

  Figure = function(element)
    return report_figure(element), false
  end,

  Image = function(image)
    -- In tables, as wide as their column; where the size on a page is known (in pixels), as large as there.
    local pixels = tonumber(image.attributes["pixels"])
    local width = pixels and (", width: " .. (in_table and pixels > 60 and "100%" or string.format("%.1fpt", pixels * 0.6))) or ""
    return inline(
      "#box(image(" .. quoted(image.src) .. ", alt: " .. quoted(pandoc.utils.stringify(image.caption)) .. width .. "))"
    ), false
  end,

  Div = function(div)
    local outside = in_small
    in_small = in_small or has(div, "small")
    local inner = div.content:walk(blocks_filter)
    in_small = outside
    if has(div, "chapter") then
      local summary = has(div, "chapter") and #div.content > 0 and has(div.content[1], "summary-page")
      inner:insert(1, raw("#chapter(" .. (summary and "summary: true, " or "") .. quoted(div.identifier) .. ")"))
      return inner, false
    end
    if has(div, "table-block") then
      local found, notes
      for _, block in ipairs(div.content) do
        if block.t == "Table" then found = block end
        if has(block, "figure-notes") then notes = block.content:walk(blocks_filter) end
      end
      return report_table(found:walk(blocks_filter), notes), false
    end
    if has(div, "box") then
      local title, label, level = pandoc.Blocks({}), nil, nil
      inner = inner:filter(function(block)
        if block.t == "Div" and has(block, "box-title") then
          title, level = block.content, block.attributes["level"]
          return false
        elseif block.t == "Div" and has(block, "box-label") then
          label = block.content
          return false
        end
        return true
      end)
      -- What repeats a title on the next page may hold no link.
      local written, leads = find(div.content, "box-title"), false
      if written then written.content:walk({ Link = function() leads = true end, Note = function() leads = true end }) end
      local spoken = leads and (", spoken: " .. quoted(pandoc.utils.stringify(written.content))) or ""
      -- "Warning" as title of a warning says it already, in whatever language.
      local says_kind = div.attributes["says-kind"] ~= nil
      return raw(table.concat({
        "#report-box(" .. id_argument(div.identifier) .. "kind: " .. quoted(div.classes[2] or "note")
          .. (label and (", label: " .. content(label)) or says_kind and ", label: false" or "")
          .. (level and ", level: " .. level or "") .. ", title: " .. (#title > 0 and content(title) or "none") .. spoken .. ")",
        content(inner),
      })), false
    end
    if has(div, "key-numbers") and #inner == 1 and inner[1].t == "BulletList" then
      local items = {}
      for _, item in ipairs(inner[1].content) do
        local inlines = pandoc.utils.blocks_to_inlines(item)
        local number = table.remove(inlines, 1)
        local shown = number.t == "Strong" and number.content or { number }
        table.insert(items, "  (" .. content(pandoc.Blocks({ pandoc.Plain(shown) })) .. ", "
          .. content(pandoc.Blocks({ pandoc.Plain(inlines) })) .. "),")
      end
      return raw("#key-numbers(\n" .. table.concat(items, "\n") .. "\n)"), false
    end
    if has(div, "box-title") or has(div, "box-label") then return pandoc.Div(inner, div.attr), false end
    for _, class in ipairs(WRAPPED) do
      if has(div, class) then
        local columns = has(div, "two-columns") and "count: 2, " or has(div, "in-place") and "floats: false, " or ""
        return raw("#" .. class .. "(" .. (columns .. id_argument(div.identifier)):gsub(", $", "") .. ")" .. paragraphs(inner)), false
      end
    end
    if has(div, "formula") then
      local number = find(div.content, "formula-number")
      -- A formula of several lines may have a name for each.
      local further = pandoc.Blocks({})
      div.content:walk({ Span = function(span)
        if span.identifier ~= "" then further:insert(pandoc.Plain({ anchor(span.identifier) })) end
      end })
      further:insert(raw("#formula-line(" .. id_argument(div.identifier)
        .. "number: " .. quoted(number and pandoc.utils.stringify(number) or "") .. ")[" .. formula(div) .. "]"))
      return further, false
    end
    if div.identifier ~= "" then inner:insert(1, pandoc.Plain({ anchor(div.identifier) })) end
    local passage = in_language(div, "passage-in")
    if passage then return raw(passage .. paragraphs(inner)), false end
    return inner, false
  end,

  Span = function(span)
    if has(span, "formula-said") then return inline(formula(span)), false end
    if has(span, "note-mark") then
      local note
      span:walk({ Note = function(found) note = found end })
      return inline("#note(" .. quoted(span.attributes["note"]) .. ", " .. quoted(span.attributes["place"]) .. ")"
        .. content(note.content:walk(blocks_filter))), false
    end
    local inner = span.content:walk(blocks_filter)
    if span.identifier ~= "" then inner:insert(1, anchor(span.identifier)) end
    -- What report_table and report_figure look for is still needed.
    if has(span, "caption-number") or has(span, "caption-text") then
      span.content, span.identifier = inner, ""
      return span, false
    end
    local words = in_language(span, "words-in")
    if words then
      inner:insert(1, inline(words .. "["))
      inner:insert(inline("]"))
    end
    if has(span, "evidence-label") then
      inner:insert(1, inline("#evidence-label["))
      inner:insert(inline("]"))
    end
    return inner, false
  end,

  Superscript = function(superscript)
    local inner = superscript.content:walk(blocks_filter)
    inner:insert(1, inline("#raised["))
    inner:insert(inline("]"))
    return inner, false
  end,

  Link = function(link)
    if has(link, "note-again") then
      return inline("#note-again(" .. quoted(link.attributes["note"]) .. ", " .. quoted(link.target:sub(2)) .. ")"), false
    end
    local inner = link.content:walk(blocks_filter)
    if link.target:sub(1, 1) == "#" then
      inner:insert(1, inline("#inside(" .. quoted(link.target:sub(2)) .. ")["))
    else
      local address = has(link, "with-address") and "web-link-with-address" or "web-link"
      inner:insert(1, inline("#" .. address .. "(" .. quoted(link.target) .. ")["))
    end
    inner:insert(inline("]"))
    return inner, false
  end,

  -- Term and meaning as one paragraph are not torn apart at the foot of a page.
  DefinitionList = function(list)
    local items = {}
    for _, item in ipairs(list.content) do
      local term = pandoc.Inlines(item[1]):walk(blocks_filter)
      local meaning = pandoc.Blocks({})
      for _, blocks in ipairs(item[2]) do meaning:extend(pandoc.Blocks(blocks):walk(blocks_filter)) end
      if #meaning == 1 and meaning[1].t == "Para" then meaning[1] = pandoc.Plain(meaning[1].content) end
      table.insert(items, "  terms.item(" .. content(pandoc.Blocks({ pandoc.Plain(term) })) .. ", " .. content(meaning) .. "),")
    end
    return raw("#terms(\n" .. table.concat(items, "\n") .. "\n)"), false
  end,

  -- Typst makes dashes, an ellipsis and a hidden hyphen of these; the book has typed what it means.
  Str = function(str)
    if not str.text:find("%-[%-?]") and not str.text:find("...", 1, true) then return nil end
    local parts, rest = pandoc.Inlines({}), str.text
    while #rest > 0 do
      local first, last = rest:find("%-[%-?]+")
      local dots, dots_end = rest:find("%.%.%.+")
      if dots and (not first or dots < first) then first, last = dots, dots_end end
      if not first then break end
      if first > 1 then parts:insert(pandoc.Str(rest:sub(1, first - 1))) end
      parts:insert(inline((rest:sub(first, last):gsub(".", "\\%0"))))
      rest = rest:sub(last + 1)
    end
    if #rest > 0 then parts:insert(pandoc.Str(rest)) end
    return parts, false
  end,

  Header = function(header)
    local inner = header.content:walk(blocks_filter)
    if has(header, "unlisted") then
      return raw("#unlisted-heading(" .. id_argument(header.identifier) .. "level: " .. header.level .. ")"
        .. content({ pandoc.Plain(inner) })), false
    end
    header.content = inner
    return header, false
  end,
}

function Pandoc(document)
  document.blocks = document.blocks:walk(blocks_filter)
  return document
end
