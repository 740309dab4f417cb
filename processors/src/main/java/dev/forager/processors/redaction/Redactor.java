// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import com.google.re2j.Pattern;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import dev.forager.processors.redaction.Changes.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules, applied to attributes and bodies. Keys are judged first (ignored, removed), then
 * values that are allowed, then keys that are blocked, then matches within values. Thread-safe.
 */
final class Redactor {
    private final @Nullable Set<String> allowedKeys;
    private final Set<String> ignoredKeys;
    private final List<Pattern> ignoredKeyPatterns;
    private final List<Pattern> blockedKeyPatterns;
    private final List<Pattern> blockedValues;
    private final List<Pattern> allowedValues;
    private final boolean allTypes;
    private final Masker masker;
    private final Summary summary;
    private final @Nullable UrlSanitizer urls;
    private final DatabaseSanitizer databases;

    Redactor(
            RedactionProcessorConfig config,
            @Nullable UrlSanitizer urls,
            DatabaseSanitizer databases) {
        this.allowedKeys = config.allowAllKeys() ? null : Set.copyOf(config.allowedKeys());
        this.ignoredKeys = Set.copyOf(config.ignoredKeys());
        this.ignoredKeyPatterns = compile(config.ignoredKeyPatterns());
        this.blockedKeyPatterns = compile(config.blockedKeyPatterns());
        this.blockedValues = compile(config.blockedValues());
        this.allowedValues = compile(config.allowedValues());
        this.allTypes = config.redactAllTypes();
        this.masker = new Masker(config);
        this.summary = Summary.of(config.summary());
        this.urls = urls;
        this.databases = databases;
    }

    private static List<Pattern> compile(List<String> texts) {
        return RedactionProcessorConfig.patterns(texts, "", "list");
    }

    /** Redacts the attributes of a resource, a scope or a record. */
    void redact(Attributes attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        String system = DatabaseSanitizer.system(attributes);
        var changes = new Changes();
        attributes.replaceValues(entry -> redacted(entry, system, changes));
        if (!changes.redacted.isEmpty()) {
            var removed = Set.copyOf(changes.redacted);
            attributes.removeIf(entry -> removed.contains(entry.key()));
        }
        changes.tell(summary, "", attributes);
    }

    private Value redacted(KeyValue entry, String system, Changes changes) {
        String key = entry.key();
        if (Changes.isSummary(key)) {
            if (summary == Summary.SILENT && isRemoved(key)) {
                changes.redacted.add(key);
            }
            return entry.value();
        }
        if (isIgnored(key)) {
            changes.ignored.add(key);
            return entry.value();
        }
        if (isRemoved(key)) {
            changes.redacted.add(key);
            return entry.value();
        }
        String text = text(entry.value());
        if (isAllowed(text)) {
            changes.allowed.add(key);
            return entry.value();
        }
        boolean isBlocked = isBlocked(key);
        String result = isBlocked ? masker.maskAll(text) : cleaned(text, key, system);
        if (!isBlocked && result.equals(text)) {
            return entry.value();
        }
        changes.masked.add(key);
        return Value.of(result);
    }

    private String text(Value value) {
        if (value instanceof Value.Str text) {
            return text.string();
        }
        return allTypes ? ValueText.of(value) : "";
    }

    private String cleaned(String text, String key, String system) {
        String clean = masked(text);
        if (urls != null) {
            clean = urls.sanitizeAttribute(clean, key);
        }
        return databases.sanitizeAttribute(clean, key, system);
    }

    private String masked(String text) {
        String result = text;
        for (Pattern pattern : blockedValues) {
            result = masker.mask(result, pattern);
        }
        return result;
    }

    /**
     * Redacts the body of a log record; what was done is told in its attributes. A body that
     * nothing was done to comes back as it is.
     */
    Value redactBody(Value body, Attributes attributes) {
        var changes = new Changes();
        Value result =
                switch (body) {
                    case Value.MapV map -> map(map, "", changes);
                    case Value.Arr array -> array(array, "", changes);
                    case Value.Str _,
                            Value.Int _,
                            Value.Dbl _,
                            Value.Bool _,
                            Value.Bytes _,
                            Value.StrIndex _,
                            Value.Empty _ ->
                            leaf(body, "body", changes);
                };
        boolean isChanged = !changes.masked.isEmpty() || !changes.redacted.isEmpty();
        changes.tell(summary, "body.", attributes);
        return isChanged ? result : body;
    }

    private Value part(Value value, String path, Changes changes) {
        return switch (value) {
            case Value.MapV map -> map(map, path + ".", changes);
            case Value.Arr array -> array(array, path + ".", changes);
            case Value.Str _,
                    Value.Int _,
                    Value.Dbl _,
                    Value.Bool _,
                    Value.Bytes _,
                    Value.StrIndex _,
                    Value.Empty _ ->
                    leaf(value, path, changes);
        };
    }

    private Value leaf(Value value, String path, Changes changes) {
        String text = ValueText.of(value);
        if (isAllowed(text)) {
            changes.allowed.add(path);
            return value;
        }
        String clean = masked(text);
        if (urls != null) {
            clean = urls.sanitize(clean);
        }
        clean = databases.sanitizeBody(clean);
        if (clean.equals(text)) {
            return value;
        }
        changes.masked.add(path);
        return Value.of(clean);
    }

    private Value map(Value.MapV map, String prefix, Changes changes) {
        var entries = new ArrayList<KeyValue>();
        var removed = new ArrayList<String>();
        for (KeyValue entry : map.entries()) {
            String key = entry.key();
            String path = prefix + key;
            if (isIgnored(key)) {
                changes.ignored.add(path);
                entries.add(entry);
            } else if (isRemoved(key)) {
                removed.add(path);
            } else if (isBlocked(key)) {
                changes.masked.add(path);
                String text = entry.value() instanceof Value.Str str ? str.string() : "";
                entries.add(entry.withValue(Value.of(masker.maskAll(text))));
            } else {
                entries.add(entry.withValue(part(entry.value(), path, changes)));
            }
        }
        changes.redacted.addAll(removed);
        return Value.MapV.of(entries);
    }

    private Value array(Value.Arr array, String prefix, Changes changes) {
        var values = new ArrayList<Value>();
        for (Value value : array.values()) {
            values.add(part(value, prefix + "[" + values.size() + "]", changes));
        }
        return Value.Arr.of(values);
    }

    private boolean isRemoved(String key) {
        return allowedKeys != null && !allowedKeys.contains(key);
    }

    private boolean isIgnored(String key) {
        return ignoredKeys.contains(key) || finds(ignoredKeyPatterns, key);
    }

    private boolean isBlocked(String key) {
        return finds(blockedKeyPatterns, key);
    }

    /** Whether a text is never masked. */
    boolean isAllowed(String text) {
        return finds(allowedValues, text);
    }

    private static boolean finds(List<Pattern> patterns, String text) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(text).find()) {
                return true;
            }
        }
        return false;
    }
}
