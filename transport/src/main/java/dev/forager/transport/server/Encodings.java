// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.codec.Compression;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code Content-Encoding}s that a server takes. Immutable. */
final class Encodings {
    private static final String IDENTITY = "identity";

    private final boolean none;
    private final Set<Compression> codecs = EnumSet.noneOf(Compression.class);

    /**
     * Takes {@code names}; an empty name is a body that is not compressed. Without any name the
     * collector decompresses nothing, so that what is not compressed passes.
     */
    Encodings(List<String> names) {
        none = names.isEmpty() || names.contains("");
        for (String name : names) {
            Compression codec = Compression.ofWireName(name);
            if (codec != null) {
                codecs.add(codec);
            }
        }
    }

    /**
     * The compression of a request, null where it has none. As by the Go collector only names in
     * lower case count, though RFC 9110, 8.4.1 minds no case.
     *
     * @throws RefusedException when it is not taken here; also several encodings on top of each
     *     other, which no OTLP sender uses and which multiply what a bomb can do
     */
    @Nullable Compression of(RequestHeaders headers) throws RefusedException {
        String name = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (name == null || name.isEmpty() || name.equals(IDENTITY)) {
            if (!none) {
                throw unsupported(name == null ? "" : name);
            }
            return null;
        }
        List<String> all = headers.getAll(HttpHeaderNames.CONTENT_ENCODING);
        boolean plain = all.size() == 1 && name.equals(name.toLowerCase(Locale.ROOT));
        Compression codec = plain ? Compression.ofWireName(name) : null;
        if (codec == null || !codecs.contains(codec)) {
            throw unsupported(String.join(", ", all));
        }
        return codec;
    }

    private static RefusedException unsupported(String name) {
        return new RefusedException(
                StatusMapping.INVALID_ARGUMENT, "unsupported Content-Encoding: " + name);
    }
}
