// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.Span;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of spans by the semantic conventions. */
final class SpanNames {
    static final List<Class<? extends OttlFunction>> ALL = List.of(SetSemconvSpanName.class);

    private SpanNames() {}

    @OnlyIn(OttlContext.SPAN)
    @Doc("Names a span by the semantic conventions for HTTP, RPC, databases and messaging.")
    record SetSemconvSpanName(
            @Doc("Version of the conventions, from 1.37.0 to 1.43.0.") String semconvVersion,
            @Doc("The attribute that keeps a name that was replaced.")
                    @Nullable String originalSpanNameAttribute)
            implements Editor {
        private static final Pattern VERSION =
                Pattern.compile("v?1(?:\\.(\\d{1,4})(?:\\.(\\d{1,4}))?)?");
        private static final int OLDEST_MINOR = 37;
        private static final int NEWEST_MINOR = 43;

        SetSemconvSpanName {
            check(semconvVersion);
            if (originalSpanNameAttribute != null && originalSpanNameAttribute.isEmpty()) {
                throw new IllegalArgumentException(
                        "originalSpanNameAttribute cannot be an empty string");
            }
        }

        private static void check(String version) {
            if (!version.matches("v?\\d+(\\.\\d+){0,2}")) {
                throw new IllegalArgumentException(
                        "failed to parse semconv version \"%s\": invalid semantic version"
                                .formatted(version));
            }
            Matcher known = VERSION.matcher(version);
            int minor = known.matches() ? number(known.group(1)) : -1;
            int patch = minor < 0 ? 0 : number(known.group(2));
            if (minor < OLDEST_MINOR
                    || minor > NEWEST_MINOR
                    || (minor == NEWEST_MINOR && patch > 0)) {
                throw new IllegalArgumentException(
                        ("unsupported semconv version \"%s\": must be between 1.37.0 and"
                                        + " 1.43.0")
                                .formatted(version));
            }
        }

        private static int number(@Nullable String digits) {
            return digits == null ? 0 : Integer.parseInt(digits);
        }

        @Override
        public Action compile() {
            return cursor -> {
                Span span = cursor.span();
                String before = span.name();
                String name = SemanticName.of(span);
                if (!name.equals(before)) {
                    span.name(name);
                    if (originalSpanNameAttribute != null) {
                        span.attributes().put(originalSpanNameAttribute, before);
                    }
                }
            };
        }
    }
}
