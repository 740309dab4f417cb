// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** The way into each target, by family. Thread-safe; as many as there are targets. */
final class Translations {
    private final Map<String, SchemaUrl> targets = new HashMap<>();
    private final Map<SchemaUrl, SchemaVersion> left = new HashMap<>();
    private final Map<String, Translation> known = new ConcurrentHashMap<>();
    private final SchemaStore store;
    private final Logger logger;

    Translations(SchemaProcessorConfig config, SchemaStore store, Logger logger) {
        for (String target : config.targets()) {
            SchemaUrl url = SchemaUrl.parse(target);
            targets.put(url.family(), url);
        }
        for (SchemaProcessorConfig.Migration entry : config.migration()) {
            left.put(SchemaUrl.parse(entry.target()), SchemaUrl.parse(entry.from()).version());
        }
        this.store = store;
        this.logger = logger;
    }

    /**
     * The way from a version to the target of its family.
     *
     * @throws TranslationException when there is no such target, or the file cannot be had
     */
    Translation from(SchemaUrl url) throws TranslationException {
        SchemaUrl target = targets.get(url.family());
        if (target == null) {
            throw new TranslationException("not a known targetTranslation: " + url.family());
        }
        Translation translation = known.get(url.family());
        if (translation != null && translation.knows(url.version())) {
            return translation;
        }
        // The file of the newer version knows the changes of all older ones.
        boolean isOlder = url.version().compareTo(target.version()) < 0;
        Translation made = make(isOlder ? target : url, target, url);
        known.put(url.family(), made);
        return made;
    }

    private Translation make(SchemaUrl newer, SchemaUrl target, SchemaUrl asked)
            throws TranslationException {
        try {
            SchemaFile file = store.get(newer.toString());
            if (file instanceof SchemaFile.Manifest(String registry)) {
                file = store.get(registry);
            }
            return switch (file) {
                case SchemaFile.Versions versions ->
                        new Translation(
                                target,
                                versions.revisions(version -> copies(target, version)),
                                false);
                case SchemaFile.Registry registry ->
                        new Translation(
                                target,
                                List.of(
                                        registry.revision(
                                                target.version(), left.containsKey(target))),
                                true);
                case SchemaFile.Manifest manifest ->
                        throw TranslationException.passing(
                                "resolved_registry_uri returned a manifest, expected resolved/2.0: "
                                        + manifest.registry());
            };
        } catch (TranslationException e) {
            logger.atError()
                    .addKeyValue("error", e.text())
                    .addKeyValue("schemaURL", newer.toString())
                    .log("Failed to lookup schemaURL");
            throw TranslationException.passing("failed to retrieve translation for " + asked);
        }
    }

    /** Whether a version lies between the one that is left and the target. */
    private boolean copies(SchemaUrl target, SchemaVersion version) {
        SchemaVersion from = left.get(target);
        if (from == null) {
            return false;
        }
        boolean isUpgrade = from.compareTo(target.version()) <= 0;
        SchemaVersion lower = isUpgrade ? from : target.version();
        SchemaVersion upper = isUpgrade ? target.version() : from;
        return lower.compareTo(version) < 0 && version.compareTo(upper) <= 0;
    }
}
