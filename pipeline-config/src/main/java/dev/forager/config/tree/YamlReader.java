// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

/**
 * Reads the first document of a YAML text into nodes: anchors, aliases and {@code <<} are resolved,
 * a key that stands twice is an error. Confined to one call.
 *
 * <p>Bounds, chosen: {@value #MAX_DEPTH} levels, {@value #MAX_NODES} nodes after aliases are put in
 * their places. The size of the text is the caller's to limit, that of a line is limited here.
 */
public final class YamlReader {
    /** Deepest nesting of lists and maps. */
    public static final int MAX_DEPTH = 100;

    /** Most nodes, those behind aliases counted at each use; twice as many take a second. */
    public static final int MAX_NODES = 30_000;

    /** What needs no parser to be known for one plain scalar: most variables. */
    private static final Pattern SIMPLE = Pattern.compile("(-?[0-9]|[A-Za-z_/])[A-Za-z0-9_./+]*");

    /** The parser takes quadratic time for a line, so that longer ones take many seconds. */
    private static final String REFERENCE_HINT =
            " (expected: quotes around \"${...}\", as it stands between braces or brackets)";

    private static final int MAX_LINE = 1 << 19;

    private final YamlEvents events;
    private final YamlLines lines;
    private final String source;
    private final @Nullable Origin fixed;
    private final Map<String, Node> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final List<YamlException> duplicates = new ArrayList<>();
    private long nodes;
    private int depth;

    private YamlReader(YamlEvents events, YamlLines lines, String source, @Nullable Origin fixed) {
        this.events = events;
        this.lines = lines;
        this.fixed = fixed;
        this.source = source;
    }

    /**
     * Reads {@code text}; an empty one gives null as {@link ScalarNode}.
     *
     * @param source the name that positions give
     * @throws YamlException with the phrase of the Go library, where it has one
     */
    public static Node read(String text, String source) throws YamlException {
        // Most defaults of records: without the parser's classes, which a start need not wait for.
        Origin start = Origin.at(new Position(source, 1, 1));
        return switch (text) {
            case "{}" -> new MapNode(start, List.of());
            case "[]" -> new ListNode(start, List.of());
            case String simple when SIMPLE.matcher(simple).matches() -> plain(simple, start);
            default -> read(text, source, null);
        };
    }

    private static ScalarNode plain(String text, Origin origin) {
        ScalarTable.Resolved resolved = ScalarTable.resolve(text);
        return new ScalarNode(origin, resolved.type(), resolved.value(), text);
    }

    /**
     * Reads the text behind a reference: every node gets the origin of the reference.
     *
     * @throws YamlException as {@link #read(String, String)}
     */
    public static Node read(String text, Origin reference) throws YamlException {
        if (SIMPLE.matcher(text).matches()) {
            return plain(text, reference);
        }
        return read(text, reference.position().source(), reference);
    }

    private static Node read(String text, String source, @Nullable Origin fixed)
            throws YamlException {
        Position start = new Position(source, 1, 1);
        checkLines(text, source);
        String rest = text;
        for (int repairs = 0; ; repairs++) {
            try (YamlEvents events = YamlEvents.of(new StringReader(rest))) {
                return new YamlReader(events, new YamlLines(rest), source, fixed).document(start);
            } catch (IOException | YAMLException e) {
                String repaired = Tabs.repair(rest, e, repairs);
                if (repaired == null) {
                    throw syntax(e, source, start);
                }
                rest = repaired;
            }
        }
    }

    private static void checkLines(String text, String source) throws YamlException {
        int line = 1;
        for (int from = 0; from < text.length(); line++) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            if (end - from > MAX_LINE) {
                throw new YamlException(
                        "line %d: longer than %d characters".formatted(line, MAX_LINE),
                        new Position(source, line, 1));
            }
            from = end + 1;
        }
    }

    private Node document(Position start) throws IOException, YamlException {
        for (Event event = events.next(); event != null; event = events.next()) {
            switch (event) {
                case StreamStartEvent _, DocumentStartEvent _ -> {}
                case StreamEndEvent _, DocumentEndEvent _ -> {
                    return nothing(start);
                }
                default -> {
                    Node node = node(event);
                    refuseDuplicates();
                    return node;
                }
            }
        }
        return nothing(start);
    }

    /** All of them at once; the reader of the message adds the place of the last. */
    private void refuseDuplicates() throws YamlException {
        if (duplicates.isEmpty()) {
            return;
        }
        YamlException last = duplicates.removeLast();
        if (duplicates.isEmpty()) {
            throw last;
        }
        var text = new StringBuilder("unmarshal errors:");
        for (YamlException earlier : duplicates) {
            text.append("\n  ").append(earlier.getMessage());
            text.append(" at ").append(earlier.position());
        }
        text.append("\n  ").append(last.getMessage());
        throw new YamlException(text.toString(), last.position());
    }

    private ScalarNode nothing(Position start) {
        return ScalarNode.nothing(start).withOrigin(origin(start));
    }

    private Node node(Event event) throws IOException, YamlException {
        Position position = position(event.getStartMark());
        if (++nodes > MAX_NODES) {
            throw new YamlException(
                    "document has more than %d values".formatted(MAX_NODES), position);
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias.getAnchor(), position);
        }
        String anchor = event instanceof NodeEvent named ? named.getAnchor() : null;
        if (anchor != null) {
            open.add(anchor);
        }
        Node node =
                switch (event) {
                    case ScalarEvent scalar -> scalar(scalar, position);
                    case SequenceStartEvent _ -> list(position);
                    case MappingStartEvent _ -> map(position);
                    default ->
                            throw new YamlException("did not find expected node content", position);
                };
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, node);
        }
        return node;
    }

    private Node alias(String name, Position position) throws YamlException {
        Node target = anchors.get(name);
        if (open.contains(name)) {
            throw new YamlException("anchor '%s' value contains itself".formatted(name), position);
        }
        if (target == null) {
            throw new YamlException("unknown anchor '%s' referenced".formatted(name), position);
        }
        expand(target.size(), position);
        if (depth + target.height() > MAX_DEPTH) {
            throw YamlException.tooDeep(position);
        }
        return target;
    }

    private void expand(long more, Position position) throws YamlException {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new YamlException("document contains excessive aliasing", position);
        }
    }

    private ListNode list(Position position) throws IOException, YamlException {
        enter(position);
        var items = new ArrayList<Node>();
        for (Event event = next(position); !(event instanceof SequenceEndEvent); ) {
            items.add(node(event));
            event = next(position);
        }
        depth--;
        return new ListNode(origin(position), items);
    }

    private MapNode map(Position position) throws IOException, YamlException {
        enter(position);
        var own = new LinkedHashMap<String, MapNode.Entry>();
        Node merged = null;
        for (Event event = next(position); !(event instanceof MappingEndEvent); ) {
            Position keyPosition = position(event.getStartMark());
            String key = key(event, keyPosition);
            boolean merges =
                    key.equals("<<") && event instanceof ScalarEvent e && YamlScalars.isPlain(e);
            MapNode.Entry earlier = own.get(key);
            if (earlier != null) {
                duplicates.add(duplicate(key, earlier.keyPosition(), keyPosition));
            }
            Node value = merges ? mergeSource(next(position)) : node(next(position));
            own.putIfAbsent(key, new MapNode.Entry(key, keyPosition, value));
            merged = merges ? value : merged;
            event = next(position);
        }
        depth--;
        return merged == null
                ? new MapNode(origin(position), own.values())
                : merge(position, own, merged);
    }

    /** What {@code <<} names: its entries are counted where they end up, not the map itself. */
    private Node mergeSource(Event event) throws IOException, YamlException {
        long before = nodes;
        Node source = node(event);
        nodes = event instanceof AliasEvent ? before + 1 : nodes;
        return source;
    }

    private static YamlException duplicate(String key, Position earlier, Position position) {
        return new YamlException(
                "line %d: mapping key \"%s\" already defined at line %d"
                        .formatted(position.line(), key, earlier.line()),
                position);
    }

    /** What a map says itself counts more than what it merges; of several the first counts most. */
    private MapNode merge(Position position, Map<String, MapNode.Entry> own, Node merged)
            throws YamlException {
        own.remove("<<");
        var all = new LinkedHashMap<String, MapNode.Entry>(own);
        Collection<Node> sources = merged instanceof ListNode list ? list.items() : List.of(merged);
        for (Node source : sources) {
            if (!(source instanceof MapNode map)) {
                throw new YamlException(
                        "map merge requires map or sequence of maps as the value",
                        merged.position());
            }
            for (MapNode.Entry entry : map.entries()) {
                boolean isTaken = all.putIfAbsent(entry.key(), entry) == null;
                expand(isTaken ? entry.value().size() : 1, position);
            }
        }
        return new MapNode(origin(position), all.values());
    }

    private String key(Event event, Position position) throws YamlException {
        if (event instanceof AliasEvent alias
                && alias(alias.getAnchor(), position) instanceof ScalarNode scalar) {
            return YamlScalars.keyText(scalar);
        }
        if (event instanceof ScalarEvent scalar) {
            String anchor = scalar.getAnchor();
            if (anchor != null) {
                anchors.put(anchor, scalar(scalar, position));
            }
            return YamlScalars.keyText(scalar(scalar, position));
        }
        throw new YamlException("a key must be text, not a list or a map", position);
    }

    private ScalarNode scalar(ScalarEvent event, Position position) throws YamlException {
        ScalarTable.Resolved resolved = YamlScalars.resolve(event, position);
        return new ScalarNode(
                origin(position),
                resolved.type(),
                resolved.value(),
                event.getValue(),
                resolved.type() == ScalarNode.Type.STRING && fixed == null
                        ? new WrittenText(written(event), position)
                        : null);
    }

    /** As it stands in the text; a plain one of a line is what was read. */
    private String written(ScalarEvent event) {
        Mark end = event.getEndMark();
        if (YamlScalars.isPlain(event) && end.getLine() == event.getStartMark().getLine()) {
            return event.getValue();
        }
        int from = lines.offset(event.getStartMark());
        return lines.text().substring(from, Math.max(from, lines.offset(end)));
    }

    private void enter(Position position) throws YamlException {
        if (++depth > MAX_DEPTH) {
            throw YamlException.tooDeep(position);
        }
    }

    private Event next(Position position) throws IOException, YamlException {
        Event event = events.next();
        if (event == null) {
            throw new YamlException("unexpected end of the document", position);
        }
        return event;
    }

    private Origin origin(Position position) {
        return fixed == null ? Origin.at(position) : fixed;
    }

    private Position position(Mark mark) {
        return new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static YamlException syntax(Exception error, String source, Position start) {
        MarkedYAMLException marked = Tabs.marked(error);
        if (marked != null) {
            Mark mark = marked.getProblemMark();
            Position at =
                    mark == null
                            ? start
                            : new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
            String hint = isReference(mark) ? REFERENCE_HINT : "";
            return new YamlException(
                    "line %d: %s%s".formatted(at.line(), problem(marked), hint), at);
        }
        String message =
                error instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : error.getMessage();
        return new YamlException(oneLine(String.valueOf(message)), start);
    }

    /** Whether the brace that does not fit is that of {@code ${env:X}} in a flow mapping. */
    private static boolean isReference(@Nullable Mark mark) {
        if (mark == null) {
            return false;
        }
        int[] text = mark.getBuffer();
        int at = mark.getPointer();
        return at > 0 && at < text.length && text[at] == '{' && text[at - 1] == '$';
    }

    private static String problem(MarkedYAMLException marked) {
        String context = marked.getContext();
        String problem = String.valueOf(marked.getProblem());
        return oneLine(context == null ? problem : context + ", " + problem);
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ").strip();
    }
}
