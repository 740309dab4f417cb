// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Joins profiles of several requests under one dictionary. Entries that both dictionaries hold are
 * not repeated, so index 0 stays the zero value of each table. An index that points nowhere becomes
 * 0, which means unset. Confined to one call.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/profiles/v1development/profiles.proto">profiles.proto</a>
 */
final class ProfilesJoin {
    private final Profiles target = Profiles.create();
    private final ProfilesDictionary dictionary = target.dictionary();
    private final Map<Value.Str, Integer> strings = new HashMap<>();
    private final Table<Mapping> mappings = new Table<>(dictionary.mappingTable());
    private final Table<Function> functions = new Table<>(dictionary.functionTable());
    private final Table<Link> links = new Table<>(dictionary.linkTable());
    private final Table<KeyValueAndUnit> attributes = new Table<>(dictionary.attributeTable());
    private final Table<Location> locations = new Table<>(dictionary.locationTable());
    private final Table<Stack> stacks = new Table<>(dictionary.stackTable());

    private ProfilesJoin() {}

    static Payload join(List<Payload> parts) {
        ProfilesJoin join = new ProfilesJoin();
        for (Payload part : parts) {
            join.add((Profiles) part.open());
        }
        return join.target.seal();
    }

    private void add(Profiles more) {
        Translation translation = new Translation(more.dictionary());
        more.resources().forEach(translation::resource);
        // A copy, since moving a record out of a list while walking it is no good idea.
        target.resources().addAll(new ArrayList<>(more.resources()));
        JoinedBytes unknown = more.root().unknown;
        if (unknown != null) {
            target.root().keepUnknown(unknown.bytes, 0, unknown.length);
        }
    }

    /** A table of the joined dictionary and where its entries are, by their bytes. */
    private static final class Table<T extends Message> {
        private final List<T> entries;
        private final Map<Value.Str, Integer> places = new HashMap<>();

        Table(List<T> entries) {
            this.entries = entries;
        }

        /** Takes entries in; says which index each has now. */
        int[] merge(List<T> more, Consumer<T> translate) {
            int[] indices = new int[more.size()];
            for (int i = 0; i < indices.length; i++) {
                T entry = more.get(i);
                translate.accept(entry);
                byte[] bytes = entry.toByteArray();
                Value.Str key = Value.Str.slice(bytes, 0, bytes.length);
                Integer known = places.putIfAbsent(key, entries.size());
                indices[i] = known == null ? entries.size() : known;
                if (known == null) {
                    entries.add(entry);
                }
            }
            return indices;
        }
    }

    /** From the indices of one dictionary to those of the joined one. */
    private final class Translation {
        private final int[] toString;
        private final int[] toMapping;
        private final int[] toFunction;
        private final int[] toLink;
        private final int[] toAttribute;
        private final int[] toLocation;
        private final int[] toStack;

        /** Tables come in the order in which they refer to each other. */
        Translation(ProfilesDictionary from) {
            toString = strings(from.stringTableList());
            toAttribute = attributes.merge(from.attributeTable(), this::attribute);
            toLink = links.merge(from.linkTable(), link -> {});
            toFunction = functions.merge(from.functionTable(), this::function);
            toMapping = mappings.merge(from.mappingTable(), this::mapping);
            toLocation = locations.merge(from.locationTable(), this::location);
            toStack = stacks.merge(from.stackTable(), this::stack);
        }

        private int[] strings(TextList more) {
            int[] indices = new int[more.size()];
            for (int i = 0; i < indices.length; i++) {
                int next = dictionary.stringTableList().size();
                Integer known = strings.putIfAbsent(more.text(i), next);
                indices[i] = known == null ? next : known;
                if (known == null) {
                    dictionary.stringTableList().add(more.text(i));
                }
            }
            return indices;
        }

        private static int at(int[] indices, int index) {
            return index >= 0 && index < indices.length ? indices[index] : 0;
        }

        private static void translate(int[] indices, Ints references) {
            for (int i = 0; i < references.size(); i++) {
                references.set(i, at(indices, references.get(i)));
            }
        }

        private void attribute(KeyValueAndUnit entry) {
            entry.keyStrindex(at(toString, entry.keyStrindex()));
            entry.unitStrindex(at(toString, entry.unitStrindex()));
            if (entry.hasValue()) {
                entry.value(value(entry.value()));
            }
        }

        private void function(Function function) {
            function.nameStrindex(at(toString, function.nameStrindex()));
            function.systemNameStrindex(at(toString, function.systemNameStrindex()));
            function.filenameStrindex(at(toString, function.filenameStrindex()));
        }

        private void mapping(Mapping mapping) {
            mapping.filenameStrindex(at(toString, mapping.filenameStrindex()));
            translate(toAttribute, mapping.attributeIndices());
        }

        private void location(Location location) {
            location.mappingIndex(at(toMapping, location.mappingIndex()));
            location.lines().forEach(l -> l.functionIndex(at(toFunction, l.functionIndex())));
            translate(toAttribute, location.attributeIndices());
        }

        private void stack(Stack stack) {
            translate(toLocation, stack.locationIndices());
        }

        void resource(ResourceProfiles group) {
            for (ScopeProfiles scope : group.scopes()) {
                scope.profiles().forEach(this::profile);
            }
        }

        private void profile(Profile profile) {
            type(profile.sampleType());
            type(profile.periodType());
            translate(toAttribute, profile.attributeIndices());
            for (Sample sample : profile.samples()) {
                sample.stackIndex(at(toStack, sample.stackIndex()));
                sample.linkIndex(at(toLink, sample.linkIndex()));
                translate(toAttribute, sample.attributeIndices());
            }
        }

        private void type(ValueType type) {
            if (type.typeStrindex() != 0) {
                type.typeStrindex(at(toString, type.typeStrindex()));
            }
            if (type.unitStrindex() != 0) {
                type.unitStrindex(at(toString, type.unitStrindex()));
            }
        }

        private KeyValue entry(KeyValue entry) {
            Value value = value(entry.value());
            if (entry.keyStrindex() != 0) {
                return KeyValue.ofStrindex(at(toString, entry.keyStrindex()), value);
            }
            return value.equals(entry.value()) ? entry : entry.withValue(value);
        }

        /** As deep as values nest, which {@link Value#MAX_DEPTH} bounds. */
        private Value value(Value value) {
            return switch (value) {
                case Value.StrIndex reference ->
                        new Value.StrIndex(at(toString, reference.index()));
                case Value.Arr array ->
                        Value.Arr.of(array.values().stream().map(this::value).toList());
                case Value.MapV map ->
                        Value.MapV.of(map.entries().stream().map(this::entry).toList());
                case Value.Str _,
                        Value.Int _,
                        Value.Dbl _,
                        Value.Bool _,
                        Value.Bytes _,
                        Value.Empty _ ->
                        value;
            };
        }
    }
}
