// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.logdedup;

import static dev.forager.pipeline.config.Validation.require;

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
        conditions = List.copyOf(conditions);
        includeFields = List.copyOf(includeFields);
        excludeFields = List.copyOf(excludeFields);
        metadataKeys = List.copyOf(metadataKeys);
        require(interval.isPositive(), "interval must be greater than 0");
        require(!logCountAttribute.isEmpty(), "log_count_attribute must be set");
        zone(timezone);
        require(
                excludeFields.isEmpty() || includeFields.isEmpty(),
                "cannot define both exclude_fields and include_fields");
        requireFields(excludeFields, "exclude", "an excludefield", "exclude_field");
        requireFields(includeFields, "include", "an include_fields", "include_fields");
        Set<String> seen = new HashSet<>();
        for (String key : metadataKeys) {
            String lower = key.toLowerCase(Locale.ROOT);
            require(
                    seen.add(lower),
                    "duplicate entry in metadata_keys: \"%s\" (case-insensitive)".formatted(lower));
        }
    }

    private static void requireFields(
            List<String> fields, String verb, String what, String duplicate) {
        Set<String> seen = new HashSet<>();
        for (String field : fields) {
            require(!field.equals("body"), "cannot %s the entire body".formatted(verb));
            String first = field.split("\\.", 2)[0];
            require(
                    first.equals("body") || first.equals("attributes"),
                    what + " must start with body or attributes");
            require(seen.add(field), "duplicate %s %s".formatted(duplicate, field));
        }
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
