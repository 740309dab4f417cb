// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.grok;

import dev.forager.ottl.syntax.Quoting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Named patterns. The standard ones stand in the resources {@code patterns} and {@code products}:
 * the names are those of Logstash, and what they capture has the names of the Elastic Common
 * Schema. Immutable.
 */
public final class GrokPatterns {
    private static final class Holder {
        static final Map<String, String> STANDARD = load();
    }

    /** So much of a faulty definition stands in a message. */
    private static final int SHOWN = 20;

    private final Map<String, String> own;

    private GrokPatterns(Map<String, String> own) {
        this.own = Map.copyOf(own);
    }

    /**
     * The standard patterns and some more.
     *
     * @param definitions {@code NAME=expression}; replace standard ones of the same name
     * @throws IllegalArgumentException if one is malformed
     */
    public static GrokPatterns with(List<String> definitions) {
        Map<String, String> own = new HashMap<>();
        for (int i = 0; i < definitions.size(); i++) {
            String definition = definitions.get(i);
            int equal = definition.indexOf('=');
            if (equal < 0) {
                throw new IllegalArgumentException(
                        ("pattern %s supplied to ExtractGrokPatterns at index %d has incorrect"
                                        + " format, expecting PATTERNNAME=pattern definition")
                                .formatted(Quoting.quote(shortened(definition)), i));
            }
            String name = definition.substring(0, equal);
            if (name.indexOf(':') >= 0) {
                throw new IllegalArgumentException(
                        "pattern ID %s should not contain ':'".formatted(Quoting.quote(name)));
            }
            own.put(name, definition.substring(equal + 1));
        }
        return new GrokPatterns(own);
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN - 3) + "..." : text;
    }

    /** The expression of a name; null if there is none. */
    @Nullable String get(String name) {
        String found = own.get(name);
        return found == null ? Holder.STANDARD.get(name) : found;
    }

    private static Map<String, String> load() {
        Map<String, String> patterns = new HashMap<>();
        load("patterns", patterns);
        load("products", patterns);
        return Map.copyOf(patterns);
    }

    /** A name, space, and the rest of the line; lines with # are comments. */
    private static void load(String resource, Map<String, String> patterns) {
        try (InputStream in = GrokPatterns.class.getResourceAsStream(resource);
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Objects.requireNonNull(in, resource),
                                        StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                if (space > 0 && !line.startsWith("#")) {
                    patterns.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the standard patterns. */
    static Iterable<String> standardNames() {
        return Holder.STANDARD.keySet();
    }
}
