// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.transport.client.HttpClientConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Into which versions telemetry is translated, and how schema files are fetched. */
public record SchemaProcessorConfig(
        @Inline @Default("{}") HttpClientConfig client,
        @Doc("Most time for fetching a schema file.") @Default("30s") Duration timeout,
        @Doc("How long nothing is fetched after too many failures in a row.") @Default("5m")
                Duration cacheCooldown,
        @Doc("Failures in a row that are too many.") @Default("5") int cacheRetryLimit,
        @Doc("Schema URLs to fetch at the start, so that the first data need not wait.")
                @Default("[]")
                List<String> prefetch,
        @Doc("Schema URLs to translate into, one of each family.") @Default("[]")
                List<String> targets,
        @Doc("Storage extension for schema files; not supported.") @Nullable String storage,
        @Doc("Targets for which the old names of attributes are kept beside the new ones.")
                @Default("[]")
                List<Migration> migration) {
    /** A target that users are being moved to. */
    public record Migration(
            @Doc("One of the targets.") @Default("''") String target,
            @Doc("The version that is left, of the same family: renames between the two copy.")
                    @Default("''")
                    String from) {}

    public SchemaProcessorConfig {
        List<String> early = List.copyOf(prefetch);
        List<String> wanted = List.copyOf(targets);
        List<Migration> moves = List.copyOf(migration);
        requireAll(
                () -> require(!timeout.isNegative(), "timeout", "must not be negative"),
                () ->
                        require(
                                !cacheCooldown.isNegative(),
                                "cache_cooldown",
                                "cache_cooldown must not be negative"),
                () ->
                        require(
                                cacheRetryLimit >= 0,
                                "cache_retry_limit",
                                "cache_retry_limit must not be negative"),
                () -> require(storage == null, "storage", "not supported (expected: absent)"),
                () -> requireEach(early, "prefetch", SchemaProcessorConfig::parse),
                () ->
                        require(
                                !wanted.isEmpty(),
                                "no schema targets defined: requires schema targets"),
                () -> checkTargets(wanted),
                () -> checkMigration(moves, wanted));
        prefetch = early;
        targets = wanted;
        migration = moves;
    }

    private static void checkTargets(List<String> targets) {
        Set<String> families = new HashSet<>();
        requireEach(
                targets,
                "targets",
                (target, key) ->
                        require(
                                families.add(parse(target, key).family()),
                                key,
                                "duplicate targets detected"));
    }

    private static void checkMigration(List<Migration> migration, List<String> targets) {
        Set<String> seen = new HashSet<>();
        requireEach(
                migration,
                "migration",
                (entry, key) -> {
                    require(
                            !entry.from.isEmpty(),
                            key,
                            "migration entry requires a from schema URL");
                    if (entry.from.isEmpty()) {
                        return;
                    }
                    require(
                            targets.contains(entry.target),
                            key,
                            "\"%s\": migration target does not match any configured target"
                                    .formatted(entry.target));
                    require(
                            seen.add(entry.target),
                            key,
                            "\"%s\": duplicate migration entry for same target"
                                    .formatted(entry.target));
                    require(
                            parse(entry.target, key + "::target")
                                    .family()
                                    .equals(parse(entry.from, key + "::from").family()),
                            key,
                            "migration \"%s\" -> \"%s\": migration from and target must be in the same schema family"
                                    .formatted(entry.from, entry.target));
                });
    }

    private static SchemaUrl parse(String url, String key) {
        try {
            return SchemaUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException(
                    "%s: \"%s\" (expected: such as https://opentelemetry.io/schemas/1.26.0)"
                            .formatted(e.getMessage(), url),
                    key);
        }
    }
}
