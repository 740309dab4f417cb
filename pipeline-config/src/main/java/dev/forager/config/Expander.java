// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.ConfigProvider.Fetched;
import dev.forager.config.ConfigProvider.NotFetchedException;
import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Origin;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.YamlException;
import dev.forager.config.tree.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces references ({@code ${env:X}}, {@code ${file:path}}, ...) in values by what they refer
 * to, inner ones first, results again, and {@code $$} by {@code $} at the end. Confined to one
 * resolution.
 *
 * <p>Bounds: {@value #MAX_PASSES} replacements in one value (the collector's number), {@value
 * #MAX_CHARACTERS} characters handled in total, and the node limits of {@link YamlReader}.
 */
final class Expander {
    private static final int MAX_PASSES = 1000;
    private static final int MAX_CHARACTERS = 4 * ConfigProvider.MAX_BYTES;
    private static final int MAX_PATH = 200;
    private static final String RECURSIVE = "too many recursive expansions";

    private final Sources sources;
    private final Problems problems;
    private long characters;
    private long nodes;
    private int depth;

    Expander(Sources sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** A reference that cannot be replaced. */
    private static final class ExpansionException extends Exception {
        private static final long serialVersionUID = 1;

        ExpansionException(String message) {
            super(message, null, false, false);
        }
    }

    /** {@code root} with all references replaced; those that cannot be are noted as problems. */
    MapNode expand(MapNode root) {
        return map(root, Path.ROOT);
    }

    /** Where a node stands: written out only where it is told, since keys may be long. */
    private record Path(@Nullable Path parent, String key) {
        static final Path ROOT = new Path(null, "");

        /** In at most about so many characters of each key. */
        String shown(int most) {
            String shown = key.length() > most ? key.substring(0, most) + "..." : key;
            return parent == null || parent.parent == null
                    ? shown
                    : parent.shown(most) + "::" + shown;
        }
    }

    private Node node(Node node, Path path) {
        if (++nodes > YamlReader.MAX_NODES) {
            if (nodes == YamlReader.MAX_NODES + 1) {
                fail(path, RECURSIVE + ": the result is too large", node.origin());
            }
            return ScalarNode.nothing(node.position());
        }
        return switch (node) {
            case MapNode map -> map(map, path);
            case ListNode list -> list(list, path);
            case ScalarNode scalar -> scalar(scalar, path);
        };
    }

    @SuppressWarnings("ReferenceEquality") // the very same node: comparing contents takes long
    private MapNode map(MapNode map, Path path) {
        var entries = new ArrayList<MapNode.Entry>();
        boolean changed = false;
        for (MapNode.Entry entry : map.entries()) {
            Node value = node(entry.value(), new Path(path, entry.key()));
            changed |= value != entry.value();
            entries.add(value == entry.value() ? entry : entry.withValue(value));
        }
        return changed ? new MapNode(map.origin(), entries) : map;
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private ListNode list(ListNode list, Path path) {
        var items = new ArrayList<Node>();
        boolean changed = false;
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            Node value = node(item, new Path(path, String.valueOf(i)));
            changed |= value != item;
            items.add(value);
        }
        return changed ? new ListNode(list.origin(), items) : list;
    }

    private Node scalar(ScalarNode scalar, Path path) {
        if (!(scalar.value() instanceof String text) || text.indexOf('$') < 0) {
            return scalar;
        }
        try {
            return text(scalar, text, path);
        } catch (ExpansionException e) {
            fail(path, String.valueOf(e.getMessage()), scalar.origin());
            return ScalarNode.nothing(scalar.position());
        }
    }

    private Node text(ScalarNode scalar, String written, Path path) throws ExpansionException {
        String reference = scalar.origin().reference();
        String shown = reference == null ? written : reference;
        String text = written;
        int passes = 0;
        for (String found = find(text); found != null; found = find(text)) {
            if (++passes > MAX_PASSES) {
                throw new ExpansionException(RECURSIVE);
            }
            Fetched fetched = fetch(found, passes == 1 ? found : shown);
            if (found.equals(text)) {
                Node value = value(fetched, new Origin(scalar.position(), shown, null));
                if (!(value instanceof ScalarNode plain && plain.value() instanceof String)) {
                    return whole(value, fetched, shown, path);
                }
                text = fetched.text();
            } else {
                text = text.replace(found, fetched.text());
            }
            spend(text.length());
        }
        if (passes == 0 && !text.contains("$$")) {
            return scalar;
        }
        Origin origin = new Origin(scalar.position(), passes == 0 ? reference : shown, null);
        return scalar.withText(origin, unescape(text));
    }

    /** A reference that is the whole value: what it refers to may be of any type. */
    private Node whole(Node value, Fetched fetched, String shown, Path path)
            throws ExpansionException {
        if (++depth > YamlReader.MAX_DEPTH) {
            depth--;
            throw new ExpansionException(RECURSIVE);
        }
        Node expanded = node(value, path);
        depth--;
        var origin =
                new Origin(
                        value.position(),
                        fetched.source() == null || expanded instanceof ScalarNode ? shown : null,
                        sourceText(fetched.text()));
        return expanded.withOrigin(origin);
    }

    /** The text behind the reference, for fields of type text; null when it cannot be made. */
    private @Nullable String sourceText(String written) {
        String text = written;
        try {
            int passes = 0;
            for (String found = find(text); found != null; found = find(text)) {
                if (++passes > MAX_PASSES) {
                    return null;
                }
                text = text.replace(found, fetch(found, found).text());
                spend(text.length());
            }
            return unescape(text);
        } catch (ExpansionException e) {
            return null;
        }
    }

    private Node value(Fetched fetched, Origin origin) {
        if (fetched.isLiteral()) {
            return ScalarNode.text(origin, fetched.text());
        }
        try {
            String source = fetched.source();
            return source == null
                    ? YamlReader.read(fetched.text(), origin)
                    : YamlReader.read(fetched.text(), source);
        } catch (YamlException e) {
            // As the collector: what is not YAML is text.
            return ScalarNode.text(origin, fetched.text());
        }
    }

    private Fetched fetch(String reference, String shown) throws ExpansionException {
        String uri = reference.substring(2, reference.length() - 1);
        Location location;
        try {
            location = Location.parse(uri.indexOf(':') < 0 ? "env:" + uri : uri);
        } catch (IllegalArgumentException e) {
            throw new ExpansionException(
                    "invalid uri: \"%s\"%s".formatted(inner(shown), advice(uri)));
        }
        if (location.opaque().indexOf('$') >= 0) {
            throw new ExpansionException(
                    "the uri \"%s\" contains unsupported characters ('$')".formatted(inner(shown)));
        }
        if (!sources.knows(location.scheme())) {
            throw new ExpansionException(
                    "scheme \"%s\" is not supported for uri \"%s\"%s (expected: one of %s)"
                            .formatted(
                                    location.scheme(),
                                    inner(shown),
                                    advice(uri),
                                    String.join(", ", sources.schemes())));
        }
        try {
            return sources.fetch(location);
        } catch (NotFetchedException e) {
            throw new ExpansionException(
                    shown.equals(reference)
                            ? String.valueOf(e.getMessage())
                            : "%s does not lead to a value".formatted(shown));
        }
    }

    private static String inner(String shown) {
        return shown.startsWith("${") && shown.endsWith("}")
                ? shown.substring(2, shown.length() - 1)
                : shown;
    }

    private static String advice(String uri) {
        return uri.contains(":-") ? ": a default needs the form ${env:NAME:-default}" : "";
    }

    private void spend(int length) throws ExpansionException {
        characters += length;
        if (characters > MAX_CHARACTERS) {
            throw new ExpansionException(RECURSIVE + ": the result is too large");
        }
    }

    private void fail(Path path, String message, Origin origin) {
        String whole = path.shown(MAX_PATH);
        String shown = whole.length() > MAX_PATH ? whole.substring(0, MAX_PATH) + "..." : whole;
        problems.add(shown, Location.UNRESOLVED + message, origin.position());
    }

    private static String unescape(String text) {
        return text.replace("$$", "$");
    }

    /** The first reference that holds no other; null when there is none. */
    static @Nullable String find(String text) {
        int from = 0;
        while (true) {
            int close = text.indexOf('}', from);
            if (close < 0) {
                return null;
            }
            int start = close - 2;
            while (start >= from && !text.startsWith("${", start)) {
                start--;
            }
            if (start >= from && !isEscaped(text, start, from)) {
                return text.substring(start, close + 1);
            }
            from = close + 1;
        }
    }

    /** An odd number of {@code $} in front makes the {@code $} of a reference a literal one. */
    private static boolean isEscaped(String text, int start, int from) {
        int count = 0;
        while (start - count - 1 >= from && text.charAt(start - count - 1) == '$') {
            count++;
        }
        return count % 2 == 1;
    }

    /** The schemes that references may have. */
    interface Sources {
        boolean knows(String scheme);

        List<String> schemes();

        Fetched fetch(Location location) throws NotFetchedException;
    }
}
