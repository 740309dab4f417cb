// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.logdedup;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which log records are the same, and how often one stands for all of them. */
public record LogDedupConfig(
        @Doc("Time between two sendings.") @Default("10s") Duration interval,
        @Doc(
                        "OTTL conditions of which one must hold for a record to be counted; others"
                                + " pass at once. Without any, all records are counted.")
                @Default("[]")
                List<LocatedText> conditions,
        @Doc("Attribute for the number of records.") @Default("log_count") String logCountAttribute,
        @Doc("Fields that make records the same; without any, all do.") @Default("[]")
                List<String> includeFields,
        @Doc("Fields that are left out, of the comparison and of what is sent.") @Default("[]")
                List<String> excludeFields,
        @Doc("Time zone of the times of the first and the last record.") @Default("UTC")
                String timezone,
        @Doc("Metadata of the client by whose values records are kept apart.") @Default("[]")
                List<String> metadataKeys,
        @Doc("Most combinations of such values; more are refused; 0 is no limit.")
                @Default("0")
                @Min(0)
                @Max(4_294_967_295L)
                long metadataCardinalityLimit,
        @Doc("Most different records to hold; further ones pass at once.")
                @Default("1000000")
                @Min(1)
                long maxRecords,
        @Doc("Most memory for them; 0 is a quarter of the heap.") @Default("0")
                ByteSize maxStateSize) {
    /** Names of the database that Java leaves out. */
    private static final Map<String, String> SHORT_NAMES =
            Map.of(
                    "EST", "America/Panama",
                    "MST", "America/Phoenix",
                    "HST", "Pacific/Honolulu");

    public LogDedupConfig {
        check(interval, logCountAttribute, timezone, includeFields, excludeFields, metadataKeys);
        conditions = List.copyOf(conditions);
        includeFields = List.copyOf(includeFields);
        excludeFields = List.copyOf(excludeFields);
        metadataKeys = List.copyOf(metadataKeys);
    }

    private static void check(
            Duration interval,
            String logCountAttribute,
            String timezone,
            List<String> includeFields,
            List<String> excludeFields,
            List<String> metadataKeys) {
        requireAll(
                () -> require(interval.isPositive(), "interval", "interval must be greater than 0"),
                () ->
                        require(
                                !logCountAttribute.isEmpty(),
                                "log_count_attribute",
                                "log_count_attribute must be set"),
                () -> zone(timezone),
                () ->
                        require(
                                excludeFields.isEmpty() || includeFields.isEmpty(),
                                "cannot define both exclude_fields and include_fields"),
                () -> requireFields(excludeFields, "exclude", "exclude_fields", "an excludefield"),
                () ->
                        requireFields(
                                includeFields, "include", "include_fields", "an include_fields"),
                () -> requireDistinct(metadataKeys));
    }

    private static void requireFields(List<String> fields, String verb, String list, String what) {
        Set<String> seen = new HashSet<>();
        String each = list.equals("exclude_fields") ? "exclude_field" : list;
        requireEach(
                fields,
                list,
                (field, key) -> {
                    require(
                            !field.equals("body"),
                            key,
                            "cannot %s the entire body".formatted(verb));
                    String first = field.split("\\.", 2)[0];
                    require(
                            first.equals("body") || first.equals("attributes"),
                            key,
                            what + " must start with body or attributes");
                    require(seen.add(field), key, "duplicate %s %s".formatted(each, field));
                });
    }

    private static void requireDistinct(List<String> metadataKeys) {
        Set<String> seen = new HashSet<>();
        requireEach(
                metadataKeys,
                "metadata_keys",
                (each, key) -> {
                    String lower = each.toLowerCase(Locale.ROOT);
                    require(
                            seen.add(lower),
                            key,
                            "duplicate entry in metadata_keys: \"%s\" (case-insensitive)"
                                    .formatted(lower));
                });
    }

    /**
     * The zone of a name of the time zone database; as in Go, the empty one is UTC and {@code
     * Local} the machine's.
     */
    static ZoneId zone(String name) {
        return switch (name) {
            case "", "UTC" -> ZoneOffset.UTC;
            case "Local" -> ZoneId.systemDefault();
            default -> {
                String full = SHORT_NAMES.getOrDefault(name, name);
                // Java alone would also read offsets such as UTC+1.
                require(
                        ZoneId.getAvailableZoneIds().contains(full),
                        "timezone",
                        "timezone is invalid: unknown time zone " + name);
                yield ZoneId.of(full);
            }
        };
    }
}
