// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.Key;
import dev.forager.ottl.NearestName;
import java.util.Collection;
import java.util.List;

/** A path and how far it has been resolved: the present segment and what follows. Immutable. */
public final class Tail {
    private final String context;
    private final String text;
    private final List<Segment> segments;
    private final int at;

    /**
     * A name within a path.
     *
     * @param name as written
     * @param keys what stands in brackets behind it
     * @param offset of its first char in the text
     */
    public record Segment(String name, List<Key> keys, int offset) {}

    /** A path of at least one segment, whose context has been cut off. */
    public Tail(String context, String text, List<Segment> segments) {
        this(context, text, segments, 0);
    }

    private Tail(String context, String text, List<Segment> segments, int at) {
        this.context = context;
        this.text = text;
        this.segments = segments;
        this.at = at;
    }

    private Segment segment() {
        return segments.get(at);
    }

    String name() {
        return segment().name();
    }

    List<Key> keys() {
        return segment().keys();
    }

    String context() {
        return context;
    }

    boolean hasNext() {
        return at + 1 < segments.size();
    }

    Tail next() {
        return new Tail(context, text, segments, at + 1);
    }

    /** Nothing may follow, neither keys nor names. */
    void end() throws CompileException {
        noKeys();
        noNext();
    }

    void noKeys() throws CompileException {
        if (!keys().isEmpty()) {
            throw fail(
                    ("the keys indexing \"%s\" were not used by the context - this likely means you"
                                    + " are trying to index a path that does not support indexing")
                            .formatted(name()));
        }
    }

    void noNext() throws CompileException {
        if (hasNext()) {
            throw next().fail(
                            ("the path section \"%s\" was not used by the context - this likely"
                                            + " means you are using extra path sections")
                                    .formatted(next().name()));
        }
    }

    /** The present name is none of those. */
    CompileException unknown(Collection<String> known) {
        return fail(
                ("segment \"%s\" from path \"%s\" is not a valid path nor a valid OTTL keyword for"
                                + " the %s context - review %s to see all valid paths%s")
                        .formatted(
                                name(),
                                text,
                                context,
                                "https://github.com/open-telemetry/opentelemetry-collector-contrib"
                                        + "/tree/main/pkg/ottl/contexts/ottl"
                                        + context,
                                NearestName.hint(name(), known)));
    }

    CompileException fail(String message) {
        return new CompileException(message, segment().offset());
    }
}
