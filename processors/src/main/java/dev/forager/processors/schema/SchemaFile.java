// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Span;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A schema file as it was fetched: of the formats 1.0 and 1.1 with what each version changed, a
 * manifest of format 2.0 that names another file, or that other file, a registry of the names that
 * are out of use.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/schemas/file_format_v1.1.0/">Schema file
 *     format</a>
 */
sealed interface SchemaFile {
    /** Changes by version. */
    record Versions(Map<SchemaVersion, Section> definitions) implements SchemaFile {
        public Versions {
            definitions = Map.copyOf(definitions);
        }

        /**
         * What the versions changed.
         *
         * @param copies whether attributes that a version renames keep their old name
         */
        List<Revision> revisions(Predicate<SchemaVersion> copies) throws TranslationException {
            List<Revision> revisions = new ArrayList<>();
            for (var each : definitions.entrySet()) {
                SchemaVersion version = each.getKey();
                revisions.add(revision(version, each.getValue(), copies.test(version)));
            }
            return revisions;
        }
    }

    /** A file that names the registry. */
    record Manifest(String registry) implements SchemaFile {}

    /** Names that are out of use, of all former versions. */
    record Registry(
            Map<String, String> attributes,
            Map<String, String> spans,
            Map<String, String> events,
            Map<String, String> metrics)
            implements SchemaFile {
        /** The one change to the newest version. */
        Revision revision(SchemaVersion version, boolean copies) {
            return new Revision(
                    version,
                    attributes.isEmpty() ? List.of() : List.of(new Renames(attributes, copies)),
                    List.of(),
                    List.of(Change.ofSpanName(new Renames(spans, false))),
                    List.of(Change.ofEventName(new Renames(events, false))),
                    List.of(Change.ofMetricName(new Renames(metrics, false))),
                    List.of());
        }
    }

    /**
     * Reads a file.
     *
     * @throws TranslationException when it is no schema file, or of a format that is not supported
     */
    static SchemaFile parse(byte[] content) throws TranslationException {
        Section root = SchemaYaml.read(content);
        String format = root.text("file_format");
        return switch (format) {
            case "1.0.0", "1.1.0" -> versions(root.only("file_format", "schema_url", "versions"));
            case "manifest/2.0" -> manifest(root);
            case "resolved/2.0" -> registry(root);
            case "" -> throw TranslationException.passing("schema document missing file_format");
            default ->
                    throw TranslationException.passing(
                            "unsupported schema file_format (see OTEP #4815): " + format);
        };
    }

    private static Versions versions(Section root) throws TranslationException {
        if (root.text("schema_url").isBlank()) {
            throw TranslationException.passing("schema_url field is missing");
        }
        Map<SchemaVersion, Section> definitions = new LinkedHashMap<>();
        Section versions = root.section("versions");
        for (String version : versions.entries().keySet()) {
            try {
                definitions.put(SchemaVersion.parse(version), versions.section(version));
            } catch (IllegalArgumentException e) {
                throw TranslationException.passing(
                        "schema file: version %s: %s".formatted(version, e.getMessage()));
            }
        }
        return new Versions(definitions);
    }

    private static Manifest manifest(Section root) throws TranslationException {
        String registry = root.text("resolved_registry_uri");
        if (registry.isEmpty()) {
            throw TranslationException.passing("v2 manifest missing resolved_registry_uri");
        }
        return new Manifest(registry);
    }

    private static Registry registry(Section root) throws TranslationException {
        Section signals = root.section("registry");
        return new Registry(
                renamed(root.sections("attribute_catalog"), "key"),
                renamed(signals.sections("spans"), "name"),
                renamed(signals.sections("events"), "name"),
                renamed(signals.sections("metrics"), "name"));
    }

    private static Map<String, String> renamed(List<Section> entries, String key)
            throws TranslationException {
        Map<String, String> names = new LinkedHashMap<>();
        for (Section entry : entries) {
            Section deprecated = entry.section("deprecated");
            String to = deprecated.text("renamed_to");
            if (deprecated.text("reason").equals("renamed")
                    && !to.isEmpty()
                    && !entry.text(key).isEmpty()) {
                names.put(entry.text(key), to);
            }
        }
        return names;
    }

    private static Revision revision(SchemaVersion version, Section definition, boolean copies)
            throws TranslationException {
        definition.only("all", "resources", "spans", "span_events", "logs", "metrics");
        List<Renames> all = new ArrayList<>();
        for (Section change : changes(definition, "all")) {
            if (change.only("rename_attributes").has("rename_attributes")) {
                all.add(attributes(change, copies));
            }
        }
        List<Change<Resource>> resources = new ArrayList<>();
        for (Section change : changes(definition, "resources")) {
            if (change.only("rename_attributes").has("rename_attributes")) {
                resources.add(Change.ofResource(attributes(change, copies)));
            }
        }
        List<Change<LogRecord>> logs = new ArrayList<>();
        for (Section change : changes(definition, "logs")) {
            if (change.only("rename_attributes").has("rename_attributes")) {
                logs.add(Change.ofLog(attributes(change, copies)));
            }
        }
        return new Revision(
                version,
                all,
                resources,
                spans(definition, copies),
                spanEvents(definition, copies),
                metrics(definition, copies),
                logs);
    }

    private static List<Section> changes(Section definition, String key)
            throws TranslationException {
        return definition.section(key).only("changes").sections("changes");
    }

    private static Renames attributes(Section change, boolean copies, String... conditions)
            throws TranslationException {
        Section rename = change.section("rename_attributes");
        List<String> known = new ArrayList<>(List.of(conditions));
        known.add("attribute_map");
        return new Renames(
                rename.only(known.toArray(String[]::new)).names("attribute_map"), copies);
    }

    private static Set<Value.Str> condition(Section change, String key)
            throws TranslationException {
        return change.section("rename_attributes").texts(key).stream()
                .map(Value.Str::of)
                .collect(toUnmodifiableSet());
    }

    private static List<Change<Span>> spans(Section definition, boolean copies)
            throws TranslationException {
        List<Change<Span>> changes = new ArrayList<>();
        for (Section change : changes(definition, "spans")) {
            if (change.only("rename_attributes").has("rename_attributes")) {
                changes.add(
                        Change.ofSpan(
                                attributes(change, copies, "apply_to_spans"),
                                condition(change, "apply_to_spans")));
            }
        }
        return changes;
    }

    private static List<Change<Span>> spanEvents(Section definition, boolean copies)
            throws TranslationException {
        List<Change<Span>> changes = new ArrayList<>();
        for (Section change : changes(definition, "span_events")) {
            change.only("rename_events", "rename_attributes");
            if (change.has("rename_events")) {
                Section rename = change.section("rename_events").only("name_map");
                changes.add(Change.ofEventName(new Renames(rename.names("name_map"), false)));
            } else if (change.has("rename_attributes")) {
                changes.add(
                        Change.ofEvent(
                                attributes(change, copies, "apply_to_spans", "apply_to_events"),
                                condition(change, "apply_to_spans"),
                                condition(change, "apply_to_events")));
            } else {
                throw TranslationException.passing(
                        "span_events change must have either rename_events or rename_attributes");
            }
        }
        return changes;
    }

    /** Splitting a metric is read and not done, as upstream. */
    private static List<Change<Metric>> metrics(Section definition, boolean copies)
            throws TranslationException {
        List<Change<Metric>> changes = new ArrayList<>();
        for (Section change : changes(definition, "metrics")) {
            change.only("rename_metrics", "rename_attributes", "split");
            if (change.has("rename_attributes")) {
                changes.add(
                        Change.ofMetric(
                                attributes(change, copies, "apply_to_metrics"),
                                condition(change, "apply_to_metrics")));
            }
            if (change.has("rename_metrics")) {
                changes.add(
                        Change.ofMetricName(new Renames(change.names("rename_metrics"), false)));
            }
        }
        return changes;
    }
}
