// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Joined profiles say the same as before, with indices into one dictionary. */
class ProfilesJoinTest {
    @Test
    void concat_translatesEveryIndex() {
        Payload first = profiles("main", "lib.so", "cpu", 1);
        Payload second = profiles("render", "lib.so", "heap", 2);
        Payload joined = Payload.concat(List.of(first, second, first));
        assertThat(joined.itemCount()).isEqualTo(3);
        List<String> expected = new ArrayList<>(resolve(first));
        expected.addAll(resolve(second));
        expected.addAll(resolve(first));
        assertThat(resolve(joined)).isEqualTo(expected);
        ProfilesDictionary dictionary = ((Profiles) joined.open()).dictionary();
        assertThat(dictionary.stringTable()).doesNotHaveDuplicates().startsWith("");
        assertThat(dictionary.mappingTable()).as("zero and the shared one").hasSize(2);
        assertThat(dictionary.functionTable()).hasSize(3);
    }

    @Test
    void concat_withAnEmptyOne_isTheOther() {
        Payload profiles = profiles("main", "lib.so", "cpu", 1);
        assertThat(Payload.concat(List.of(Payload.empty(Signal.PROFILES), profiles)))
                .isSameAs(profiles);
    }

    private static Payload profiles(String function, String file, String type, int shift) {
        Profiles profiles = Profiles.create();
        ProfilesDictionary dictionary = profiles.dictionary();
        dictionary.stringTable().add("");
        for (int i = 0; i < shift; i++) {
            dictionary.stringTable().add("unused " + type + i);
        }
        int functionName = add(dictionary, function);
        int fileName = add(dictionary, file);
        int typeName = add(dictionary, type);
        int key = add(dictionary, "key of " + function);
        dictionary.addMapping();
        dictionary.addMapping().filenameStrindex(fileName);
        dictionary.addFunction();
        dictionary.addFunction().nameStrindex(functionName);
        dictionary.addLink();
        dictionary.addLink().spanId(SpanId.ofHex("000000000000000" + shift));
        dictionary.addAttribute();
        dictionary.addAttribute().keyStrindex(key).value(new Value.StrIndex(typeName));
        dictionary.addLocation();
        dictionary.addLocation().mappingIndex(1).addLine().functionIndex(1);
        dictionary.locationTable().getLast().attributeIndices().add(1);
        dictionary.addStack();
        dictionary.addStack().locationIndices().addAll(1, 1);
        ResourceProfiles group = profiles.addResource();
        group.resource().attributes().add(KeyValue.ofStrindex(key, Value.of("plain")));
        Profile profile = group.addScope().addProfile();
        profile.sampleType().typeStrindex(typeName);
        profile.attributeIndices().add(1);
        profile.addSample().stackIndex(1).linkIndex(1).attributeIndices().addAll(1, 0, 99);
        return profiles.seal();
    }

    private static int add(ProfilesDictionary dictionary, String text) {
        dictionary.stringTable().add(text);
        return dictionary.stringTable().size() - 1;
    }

    /** Every profile with its indices looked up. */
    private static List<String> resolve(Payload payload) {
        Profiles profiles = (Profiles) payload.open();
        ProfilesDictionary tables = profiles.dictionary();
        List<String> lines = new ArrayList<>();
        for (ResourceProfiles group : profiles.resources()) {
            KeyValue attribute = group.resource().attributes().iterator().next();
            String resource = attribute.key();
            for (Profile profile : group.scopes().getFirst().profiles()) {
                Sample sample = profile.samples().getFirst();
                Stack stack = tables.stackTable().get(sample.stackIndex());
                Location location = tables.locationTable().get(stack.locationIndices().get(1));
                Function function =
                        tables.functionTable().get(location.lines().getFirst().functionIndex());
                KeyValueAndUnit pair =
                        tables.attributeTable().get(location.attributeIndices().get(0));
                Mapping mapping = tables.mappingTable().get(location.mappingIndex());
                lines.add(
                        String.join(
                                " ",
                                resource,
                                tables.stringTable().get(profile.sampleType().typeStrindex()),
                                tables.stringTable().get(function.nameStrindex()),
                                tables.stringTable().get(mapping.filenameStrindex()),
                                tables.stringTable().get(pair.keyStrindex()),
                                tables.stringTable().get(((Value.StrIndex) pair.value()).index()),
                                tables.linkTable().get(sample.linkIndex()).spanId().hex(),
                                sample.attributeIndices().get(0) != 0 ? "set" : "unset",
                                sample.attributeIndices().get(1) == 0 ? "unset" : "set"));
            }
        }
        return lines;
    }
}
