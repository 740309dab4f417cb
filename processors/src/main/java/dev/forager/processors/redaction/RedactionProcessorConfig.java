// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;
import static dev.forager.pipeline.config.Validation.requireEach;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which attributes may pass, and which values are masked. Without a key nothing passes. */
public record RedactionProcessorConfig(
        @Doc("Let every key pass; `allowed_keys` is then ignored.") @Default("false")
                boolean allowAllKeys,
        @Doc("Keys that may pass; all others are removed.") @Default("[]") List<String> allowedKeys,
        @Doc("Keys that pass unchanged, whatever they hold.") @Default("[]")
                List<String> ignoredKeys,
        @Doc("Patterns of keys that pass unchanged.") @Default("[]")
                List<String> ignoredKeyPatterns,
        @Doc("Patterns of keys whose values are masked as a whole.") @Default("[]")
                List<String> blockedKeyPatterns,
        @Doc("Patterns whose matches within values are masked.") @Default("[]")
                List<String> blockedValues,
        @Doc("Patterns of values that are never masked.") @Default("[]") List<String> allowedValues,
        @Doc("Look at values that are no strings too, as text.") @Default("false")
                boolean redactAllTypes,
        @Doc("Puts a hash in the place of what is masked instead of `masking_string`.")
                @Default("''")
                HashFunction hashFunction,
        @Doc("Key of the two HMAC functions: at least 32 and 64 bytes.") @Default("''")
                Secret hmacKey,
        @Doc(
                        "What is told about the changes in attributes: `debug` keys and counts, `info` counts, else nothing.")
                @Default("''")
                String summary,
        @Doc("Replaces what varies in the paths of URLs by `*`.") @Default("{}")
                UrlSanitizerConfig urlSanitizer,
        @Doc("Replaces values in database statements by `?`.") @Default("{}")
                DbSanitizerConfig dbSanitizer,
        @Doc("Takes the place of what is masked; `****` unless said.") @Default("''")
                String maskingString) {
    public RedactionProcessorConfig {
        requireAll(
                Stream.of(
                        () -> checkKey(hashFunction, hmacKey),
                        () ->
                                require(
                                        maskingString.isEmpty()
                                                || hashFunction == HashFunction.NONE,
                                        "masking_string must not be set when hash_function is defined"),
                        () ->
                                patterns(
                                        ignoredKeyPatterns,
                                        "ignored_key_patterns",
                                        "ignore keys list"),
                        () -> patterns(blockedValues, "blocked_values", "block list"),
                        () ->
                                patterns(
                                        blockedKeyPatterns,
                                        "blocked_key_patterns",
                                        "block keys list"),
                        () -> patterns(allowedValues, "allowed_values", "allow list")));
    }

    private static void checkKey(HashFunction hashFunction, Secret hmacKey) {
        int least = hashFunction.minKeyBytes();
        int length = hmacKey.reveal().getBytes(UTF_8).length;
        require(
                least == 0 || length > 0,
                "hmac_key must not be empty when hash_function is \"%s\"".formatted(hashFunction));
        require(
                length >= least,
                "hmac_key must be at least %d bytes long for \"%s\", got %d bytes"
                        .formatted(least, hashFunction, length));
    }

    /** URLs. */
    public record UrlSanitizerConfig(
            @Doc("Whether it works.") @Default("false") boolean enabled,
            @Doc("Attributes that hold URLs.") @Default("[]") List<String> attributes,
            @Doc("Also the names of client and server spans; true unless said.")
                    @Nullable Boolean sanitizeSpanName) {}

    /** Database statements, by the system that `db.system.name` or `db.system` names. */
    public record DbSanitizerConfig(
            @Doc("Statements in SQL.") @Default("{}") Statements sql,
            @Doc("Commands of Redis.") @Default("{}") Statements redis,
            @Doc("Commands of Valkey.") @Default("{}") Statements valkey,
            @Doc("Commands of memcached.") @Default("{}") Statements memcached,
            @Doc("Queries of MongoDB.") @Default("{}") Statements mongo,
            @Doc("Queries of OpenSearch; bodies and span names only.") @Default("{}")
                    Statements opensearch,
            @Doc("Queries of Elasticsearch; bodies and span names only.") @Default("{}")
                    Statements es,
            @Doc("Also the names of spans; true unless said.")
                    @Nullable Boolean sanitizeSpanName) {}

    /** Statements of one kind. */
    public record Statements(
            @Doc("Whether they are sanitized.") @Default("false") boolean enabled,
            @Doc("Attributes that hold them; without any only bodies of log records.")
                    @Default("[]")
                    List<String> attributes) {}

    /** Compiled, in order. */
    static List<Pattern> patterns(List<String> texts, String key, String what) {
        var patterns = new ArrayList<Pattern>();
        requireEach(texts, key, (text, at) -> patterns.add(pattern(text, at, what)));
        return List.copyOf(patterns);
    }

    private static Pattern pattern(String text, String key, String what) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new InvalidConfigException(
                    "failed to process %s: error compiling regex in list: %s"
                            .formatted(what, e.getMessage()),
                    key);
        }
    }
}
