// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys and strings in the attributes of profiles' resources and scopes that stand in the
 * dictionary, looked up there: whoever reads attributes sees those that a sender wrote as {@code
 * key_strindex} and {@code string_value_strindex} (<a
 * href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto">common.proto</a>)
 * as any others. Payloads that nobody changes keep the references. Confined to one call.
 */
final class ProfilesReferences {
    private final TextList strings;

    private ProfilesReferences(ProfilesDictionary dictionary) {
        strings = dictionary.stringTableList();
    }

    /**
     * Says whether every reference points somewhere.
     *
     * @throws MalformedTelemetryException if one does not, in the Go collector's words
     */
    static void check(Payload payload) throws MalformedTelemetryException {
        var content = new ExportProfilesServiceRequest(false);
        payload.readInto(content);
        var references = new ProfilesReferences(content.dictionary());
        int place = 0;
        for (ResourceProfiles group : content.resources()) {
            try {
                references.resolved(group.resource().attributes());
            } catch (Unresolvable e) {
                throw e.at("resource profiles %d resource attributes".formatted(place));
            }
            int scopePlace = 0;
            for (ScopeProfiles scope : group.scopes()) {
                try {
                    references.resolved(scope.scope().attributes());
                } catch (Unresolvable e) {
                    throw e.at(
                            "resource profiles %d scope profiles %d attributes"
                                    .formatted(place, scopePlace));
                }
                scopePlace++;
            }
            place++;
        }
    }

    /** Puts what they mean in the place of references; of blocks with a wrong one nothing. */
    static void resolve(ExportProfilesServiceRequest content) {
        var references = new ProfilesReferences(content.dictionary());
        for (ResourceProfiles group : content.resources()) {
            references.resolve(group.resource().attributes());
            for (ScopeProfiles scope : group.scopes()) {
                references.resolve(scope.scope().attributes());
            }
        }
    }

    private void resolve(Attributes attributes) {
        try {
            List<KeyValue> resolved = resolved(attributes);
            if (!resolved.equals(attributes.toMap().entries())) {
                attributes.clear();
                resolved.forEach(attributes::add);
            }
        } catch (Unresolvable e) {
            // Only in what was built here: check() refuses what comes from outside.
        }
    }

    private List<KeyValue> resolved(Iterable<KeyValue> entries) throws Unresolvable {
        var resolved = new ArrayList<KeyValue>();
        for (KeyValue entry : entries) {
            resolved.add(resolved(entry, resolved.size()));
        }
        return resolved;
    }

    private KeyValue resolved(KeyValue entry, int place) throws Unresolvable {
        int index = entry.keyStrindex();
        if (index != 0 && !entry.keyText().equals(Value.Str.EMPTY)) {
            throw new Unresolvable(
                    "attribute %d has both key and key_strindex set".formatted(place));
        }
        if (index < 0 || (index > 0 && index >= strings.size())) {
            throw new Unresolvable(
                    "attribute %d has invalid key_strindex %d".formatted(place, index));
        }
        Value value;
        try {
            value = resolved(entry.value());
        } catch (Unresolvable e) {
            throw e.in("attribute %d value".formatted(place));
        }
        if (index > 0) {
            return KeyValue.of(strings.text(index), value);
        }
        return value.equals(entry.value()) ? entry : entry.withValue(value);
    }

    /** As deep as values nest, which {@link Value#MAX_DEPTH} bounds. */
    private Value resolved(Value value) throws Unresolvable {
        return switch (value) {
            case Value.StrIndex reference -> string(reference.index());
            case Value.MapV map -> Value.MapV.of(resolved(map.entries()));
            case Value.Arr array -> {
                var resolved = new ArrayList<Value>();
                for (Value element : array.values()) {
                    try {
                        resolved.add(resolved(element));
                    } catch (Unresolvable e) {
                        throw e.in("array value %d".formatted(resolved.size()));
                    }
                }
                yield Value.Arr.of(resolved);
            }
            case Value.Str _,
                    Value.Int _,
                    Value.Dbl _,
                    Value.Bool _,
                    Value.Bytes _,
                    Value.Empty _ ->
                    value;
        };
    }

    private Value string(int index) throws Unresolvable {
        if (index < 0 || index >= strings.size()) {
            throw new Unresolvable("invalid string_value_strindex " + index);
        }
        return strings.text(index);
    }

    /** A reference to nowhere; its text grows from the inside out. */
    private static final class Unresolvable extends Exception {
        private static final long serialVersionUID = 1;

        private final String fault;

        Unresolvable(String fault) {
            super(fault, null, false, false);
            this.fault = fault;
        }

        Unresolvable in(String place) {
            return new Unresolvable(place + ": " + fault);
        }

        MalformedTelemetryException at(String place) {
            return MalformedTelemetryException.decoded(place + ": " + fault);
        }
    }
}
