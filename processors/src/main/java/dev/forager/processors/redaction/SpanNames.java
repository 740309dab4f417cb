// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanKind;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sanitizes names of spans that hold a path or a database statement. Thread-safe. */
final class SpanNames {
    private static final List<Key> HTTP_KEYS =
            Stream.of(
                            "http.route",
                            "http.request.method",
                            "http.request.method_original",
                            "http.response.status_code",
                            "url.full",
                            "http.scheme",
                            "http.target",
                            "http.method",
                            "http.url")
                    .map(Key::of)
                    .toList();

    private final @Nullable UrlSanitizer urls;
    private final @Nullable DatabaseSanitizer databases;

    private SpanNames(@Nullable UrlSanitizer urls, @Nullable DatabaseSanitizer databases) {
        this.urls = urls;
        this.databases = databases;
    }

    /** Null if names stay as they are. */
    static @Nullable SpanNames of(
            RedactionProcessorConfig config,
            @Nullable UrlSanitizer urls,
            DatabaseSanitizer databases) {
        UrlSanitizer forUrls = isWanted(config.urlSanitizer().sanitizeSpanName()) ? urls : null;
        boolean hasStatements =
                databases.isEnabled() && isWanted(config.dbSanitizer().sanitizeSpanName());
        return forUrls == null && !hasStatements
                ? null
                : new SpanNames(forUrls, hasStatements ? databases : null);
    }

    private static boolean isWanted(@Nullable Boolean setting) {
        return setting == null || setting;
    }

    void sanitize(Span span) {
        String name = span.name();
        String clean = ofUrl(span, name);
        if (clean.equals(name)) {
            clean = ofStatement(span, name);
        }
        if (!clean.isEmpty() && !clean.equals("...") && !clean.equals(name)) {
            span.name(clean);
        }
    }

    private String ofUrl(Span span, String name) {
        boolean isCall = span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.SERVER;
        if (urls == null || !isCall || !(name.contains("/") || isHttp(span.attributes()))) {
            return name;
        }
        String clean = urls.sanitize(name);
        return saysNothing(clean) ? name : clean;
    }

    private static boolean isHttp(Attributes attributes) {
        for (Key key : HTTP_KEYS) {
            if (attributes.contains(key)) {
                return true;
            }
        }
        return false;
    }

    /** Nothing but asterisks is left. */
    private static boolean saysNothing(String name) {
        return name.indexOf('*') >= 0
                && Stream.of(name.split("/", -1))
                        .allMatch(segment -> segment.isEmpty() || segment.equals("*"));
    }

    private String ofStatement(Span span, String name) {
        boolean isCall =
                span.kind() == SpanKind.CLIENT
                        || span.kind() == SpanKind.SERVER
                        || span.kind() == SpanKind.INTERNAL;
        return databases == null || !isCall
                ? name
                : databases.sanitizeName(name, DatabaseSanitizer.system(span.attributes()));
    }
}
