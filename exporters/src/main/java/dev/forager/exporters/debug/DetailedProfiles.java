// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.Function;
import dev.forager.pdata.Ints;
import dev.forager.pdata.KeyValueAndUnit;
import dev.forager.pdata.Line;
import dev.forager.pdata.Link;
import dev.forager.pdata.Location;
import dev.forager.pdata.Mapping;
import dev.forager.pdata.Profile;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ProfilesDictionary;
import dev.forager.pdata.Sample;
import dev.forager.pdata.ValueText;
import java.util.List;
import java.util.stream.Collectors;

/** Fields of profiles and of their dictionary. */
final class DetailedProfiles {
    private final TextBlock out = new TextBlock();
    private final ProfilesDictionary dictionary;

    private DetailedProfiles(ProfilesDictionary dictionary) {
        this.dictionary = dictionary;
    }

    static String of(Profiles profiles) {
        var text = new DetailedProfiles(profiles.dictionary());
        text.dictionary();
        int resources = 0;
        for (var resource : profiles.resources()) {
            text.out.line("ResourceProfiles #", resources++);
            text.out.resource(resource.schemaUrl(), resource.resource());
            int scopes = 0;
            for (var scope : resource.scopes()) {
                text.out.line("ScopeProfiles #", scopes++);
                text.out.line("ScopeProfiles SchemaURL: ", scope.schemaUrl());
                text.out.scope(scope.scope());
                int number = 0;
                for (Profile profile : scope.profiles()) {
                    text.out.line("Profile #", number++);
                    text.profile(profile);
                }
            }
        }
        return text.out.toString();
    }

    private void dictionary() {
        mappings();
        locations();
        functions();
        attributes();
        links();
        if (!dictionary.stringTable().isEmpty()) {
            out.line("String table:");
            dictionary.stringTable().forEach(string -> out.line("    ", string));
        }
    }

    private void mappings() {
        int number = 0;
        for (Mapping mapping : dictionary.mappingTable()) {
            out.line("Mapping #", number++);
            out.line("    Memory start: ", Long.toUnsignedString(mapping.memoryStart()));
            out.line("    Memory limit: ", Long.toUnsignedString(mapping.memoryLimit()));
            out.line("    File offset: ", Long.toUnsignedString(mapping.fileOffset()));
            out.line("    File name: ", mapping.filenameStrindex());
            out.line("    Attributes: ", list(mapping.attributeIndices()));
        }
    }

    private void locations() {
        int number = 0;
        for (Location location : dictionary.locationTable()) {
            out.line("Location #", number++);
            out.line("    Mapping index: ", location.mappingIndex());
            out.line("    Address: ", Long.toUnsignedString(location.address()));
            int lines = 0;
            for (Line line : location.lines()) {
                out.line("    Line #", lines++);
                out.line("        Function index: ", line.functionIndex());
                out.line("        Line: ", line.line());
                out.line("        Column: ", line.column());
            }
            out.line("    Attributes: ", list(location.attributeIndices()));
        }
    }

    private void functions() {
        int number = 0;
        for (Function function : dictionary.functionTable()) {
            out.line("Function #", number++);
            out.line("    Name: ", function.nameStrindex());
            out.line("    System name: ", function.systemNameStrindex());
            out.line("    Filename: ", function.filenameStrindex());
            out.line("    Start line: ", function.startLine());
        }
    }

    /** The Go collector prints the last entry only: it puts all under the same three keys. */
    private void attributes() {
        List<KeyValueAndUnit> table = dictionary.attributeTable();
        if (!table.isEmpty()) {
            KeyValueAndUnit last = table.getLast();
            out.line("Attribute table:");
            out.line("     -> Key: Int(", last.keyStrindex(), ")");
            out.line("     -> Value: Str(", ValueText.of(last.value()), ")");
            out.line("     -> unit: Int(", last.unitStrindex(), ")");
        }
    }

    /** The last entry only, for the same reason. */
    private void links() {
        List<Link> table = dictionary.linkTable();
        if (!table.isEmpty()) {
            Link last = table.getLast();
            out.line("Link table:");
            out.line("     -> Trace ID: Str(", TextBlock.id(last.traceId()), ")");
            out.line("     -> Span ID: Str(", TextBlock.id(last.spanId()), ")");
        }
    }

    private void profile(Profile profile) {
        out.field("Profile ID", profile.profileId().isValid() ? profile.profileId().hex() : "");
        out.field("Start time", GoTimes.text(profile.timeUnixNano()));
        out.field("DurationNano", Long.toUnsignedString(profile.durationNano()));
        out.field(
                "Dropped attributes count",
                Integer.toUnsignedString(profile.droppedAttributesCount()));
        int number = 0;
        for (Sample sample : profile.samples()) {
            out.line("    Sample #", number++);
            sample(sample);
        }
    }

    private void sample(Sample sample) {
        String values =
                sample.values().stream()
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(" ", "[", "]"));
        out.line("        Values: ", values);
        if (!sample.attributeIndices().isEmpty()) {
            out.line("        Attributes:");
            var attributes = new ProfileAttributes(dictionary);
            sample.attributeIndices().stream()
                    .forEach(index -> out.line("             -> ", attributes.typed(index)));
        }
    }

    private static String list(Ints numbers) {
        return numbers.stream()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
