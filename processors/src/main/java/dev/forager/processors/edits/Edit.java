// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.pipeline.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** One compiled action. Immutable. */
sealed interface Edit {
    /** Changes the attributes of one record. */
    void applyTo(Attributes attributes);

    /** Whether the value depends on the request. */
    default boolean readsContext() {
        return false;
    }

    /** The same action with what it takes from the request. */
    default Edit settle(Context context) {
        return this;
    }

    /** When a value is set: where there is none, where there is one, always. */
    enum When {
        INSERT,
        UPDATE,
        UPSERT
    }

    /**
     * Sets a constant.
     *
     * @param entry key and value, encoded once for all records
     */
    record SetConstant(When when, Key key, KeyValue entry) implements Edit {
        SetConstant(When when, Key key, Value value) {
            this(when, key, KeyValue.of(key.name(), value).encoded());
        }

        @Override
        public void applyTo(Attributes attributes) {
            switch (when) {
                case INSERT -> attributes.putIfAbsent(entry);
                case UPSERT -> attributes.put(entry);
                case UPDATE -> {
                    if (attributes.contains(key)) {
                        attributes.put(entry);
                    }
                }
            }
        }
    }

    /** Sets what another attribute says, or else {@code fallback}. */
    record SetFromAttribute(When when, Key key, Key source, @Nullable Value fallback)
            implements Edit {
        @Override
        public void applyTo(Attributes attributes) {
            Value found = attributes.get(source);
            Value value = found == null ? fallback : found;
            if (value == null) {
                return;
            }
            switch (when) {
                case INSERT -> attributes.putIfAbsent(key, value);
                case UPSERT -> attributes.put(key, value);
                case UPDATE -> {
                    if (attributes.contains(key)) {
                        attributes.put(key, value);
                    }
                }
            }
        }
    }

    /** Sets what the request says, or else {@code fallback}. */
    record SetFromContext(When when, Key key, ContextValue source, @Nullable Value fallback)
            implements Edit {
        @Override
        public boolean readsContext() {
            return true;
        }

        @Override
        public Edit settle(Context context) {
            String found = source.in(context);
            Value value = found == null ? fallback : Value.of(found);
            return value == null ? new Nothing() : new SetConstant(when, key, value);
        }

        @Override
        public void applyTo(Attributes attributes) {
            settle(Context.background()).applyTo(attributes);
        }
    }

    /** Sets nothing: the request has no such value. */
    record Nothing() implements Edit {
        @Override
        public void applyTo(Attributes attributes) {}
    }

    /** Removes an attribute, and those whose key the pattern is found in. */
    record Delete(@Nullable Key key, @Nullable Pattern pattern) implements Edit {
        @Override
        public void applyTo(Attributes attributes) {
            if (key != null) {
                attributes.remove(key);
            }
            if (pattern != null) {
                attributes.removeIf(entry -> pattern.matcher(entry.key()).find());
            }
        }
    }

    /** Puts the SHA-256 of a value in its place, and of those whose key the pattern is found in. */
    record Hash(@Nullable Key key, @Nullable Pattern pattern) implements Edit {
        @Override
        public void applyTo(Attributes attributes) {
            Value value = key == null ? null : attributes.get(key);
            if (key != null && value != null) {
                attributes.put(key, ValueHash.of(value));
            }
            if (pattern != null) {
                attributes.replaceValues(
                        entry ->
                                pattern.matcher(entry.key()).find()
                                        ? ValueHash.of(entry.value())
                                        : entry.value());
            }
        }
    }

    /**
     * Sets an attribute for each group of a pattern that is found in a string.
     *
     * @param groups the names of the groups, which are the keys
     */
    record Extract(Key key, Pattern pattern, List<Key> groups) implements Edit {
        @Override
        public void applyTo(Attributes attributes) {
            if (!(attributes.get(key) instanceof Value.Str text)) {
                return;
            }
            Matcher matcher = pattern.matcher(text.string());
            if (!matcher.find()) {
                return;
            }
            for (int i = 0; i < groups.size(); i++) {
                String group = matcher.group(i + 1);
                attributes.put(groups.get(i), group == null ? "" : group);
            }
        }
    }

    /** Gives a value another type; one that cannot be converted stays. */
    record Convert(Key key, Conversion target, Logger logger) implements Edit {
        @Override
        public void applyTo(Attributes attributes) {
            Value value = attributes.get(key);
            if (value == null || target.isDone(value)) {
                return;
            }
            Value converted = target.convert(value);
            if (converted != null) {
                attributes.put(key, converted);
            } else if (logger.isDebugEnabled()) {
                logger.atDebug()
                        .addKeyValue("key", key.name())
                        .log("Value could not be converted to {}", target.word());
            }
        }
    }
}
