// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Types of the objects that are checked in. */
class BtfTest {
    private static byte[] elf(String object) throws BpfException {
        return new ObjectSpec(object, Map.of()).elf();
    }

    @Test
    void struct_hasTheFieldsOfTheSource() throws BpfException {
        BtfStruct head = Btf.ofObject(elf("core")).struct("event_header");
        assertThat(head.size()).isEqualTo(72);
        assertThat(head.offset("size", 2)).isZero();
        assertThat(head.offset("kind", 1)).isEqualTo(2);
        assertThat(head.offset("monotonic_ns", 8)).isEqualTo(8);
        assertThat(head.offset("comm", 16)).isEqualTo(40);
        assertThat(head.offset("cpu", 4)).isEqualTo(64);
    }

    @Test
    void offset_ofAnotherSizeOrName_isRefused() throws BpfException {
        BtfStruct head = Btf.ofObject(elf("core")).struct("event_header");
        assertThatThrownBy(() -> head.offset("cpu", 8))
                .hasMessage("event_header.cpu: 4 bytes (expected: a field of 8 bytes)");
        assertThatThrownBy(() -> head.offset("nothing", 8)).hasMessageContaining("missing");
    }

    @Test
    void struct_thatIsNotThere_isNamed() throws BpfException {
        Btf btf = Btf.ofObject(elf("core"));
        assertThatThrownBy(() -> btf.struct("no_such")).hasMessageContaining("no_such");
    }

    @Test
    void enumeration_hasTheKindsOfTheSource() throws BpfException {
        assertThat(Btf.ofObject(elf("net")).enumeration("event_kind"))
                .containsEntry(16, "KIND_FLOW")
                .containsEntry(22, "KIND_DNS");
        assertThat(Btf.ofObject(elf("net")).enumeration("no_such")).isNull();
    }

    @Test
    void maps_areThoseOfTheSource() throws BpfException {
        Map<String, Btf.MapDefinition> maps =
                Btf.ofObject(elf("net")).maps().stream()
                        .collect(Collectors.toMap(Btf.MapDefinition::name, each -> each));
        Btf.MapDefinition flows = Objects.requireNonNull(maps.get("fg_flows"));
        assertThat(flows.type()).isEqualTo(5);
        assertThat(Objects.requireNonNull(flows.key().struct()).names())
                .startsWith("cgroup", "peer", "server_port");
        assertThat(flows.value().size()).isEqualTo(40);
        Btf.MapDefinition servers = Objects.requireNonNull(maps.get("fg_servers"));
        assertThat(servers.key()).isEqualTo(new Btf.MapType(2, false, null));
        Btf.MapDefinition ring = Objects.requireNonNull(maps.get("fg_bulk"));
        assertThat(ring.type()).isEqualTo(27);
        assertThat(ring.key().size()).isZero();
    }

    @Test
    void programs_haveTheirSections() throws BpfException {
        assertThat(ElfFile.read(elf("core")).programs())
                .containsEntry("fg_cgroup_mkdir", "raw_tp/cgroup_mkdir")
                .doesNotContainKey("");
        assertThat(ElfFile.read(elf("faults")).programs()).doesNotContainKey("lineage_of");
    }

    @Test
    void bytes_areFilledByName() throws BpfException {
        BtfStruct config = Btf.ofObject(elf("net")).struct("net_config");
        StructView view =
                StructView.of(config.bytes().put("wanted", 3).put("dns_port", 53).toArray());
        assertThat(view.u32(config.offset("wanted", 4))).isEqualTo(3);
        assertThat(view.u16(config.offset("dns_port", 2))).isEqualTo(53);
        assertThatThrownBy(() -> config.bytes().put("no_such", 1)).hasMessageContaining("no_such");
    }

    @Test
    void excerpt_hasTheSameLayouts_andNothingElse() throws BpfException {
        Btf whole = Btf.ofObject(elf("net"));
        Btf excerpt = Btf.ofRaw(BtfExcerpt.of(whole, Set.of("dns_event", "event_kind", "none")));
        assertThat(excerpt.dataNames())
                .containsExactlyInAnyOrder("dns_event", "event_header", "event_kind");
        for (String name : List.of("dns_event", "event_header")) {
            BtfStruct expected = whole.struct(name);
            assertThat(excerpt.struct(name).size()).isEqualTo(expected.size());
            assertThat(excerpt.struct(name).names()).isEqualTo(expected.names());
            for (String field : expected.names()) {
                assertThat(excerpt.struct(name).field(field)).isEqualTo(expected.field(field));
            }
        }
        assertThat(excerpt.enumeration("event_kind")).isEqualTo(whole.enumeration("event_kind"));
    }

    @Test
    void excerpt_takesFlavorsByTheNameOfTheKernel() throws BpfException {
        assertThat(Btf.ofObject(elf("faults")).dataNames())
                .contains("task_struct", "request", "fault_event")
                .noneMatch(each -> each.contains("___"));
    }

    @Test
    void excerpt_ofTypeInformationWithAnyByteChanged_isRefusedOrMade() throws BpfException {
        byte[] whole = BtfExcerpt.of(Btf.ofObject(elf("sec")), Set.of("sec_event", "task_struct"));
        var random = new Random(6);
        for (int i = 0; i < 3000; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                assertThat(BtfExcerpt.of(Btf.ofRaw(changed), Set.of("sec_event"))).isNotEmpty();
            } catch (BpfException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    /** Whatever the file is cut to, it is refused or read, and nothing else happens. */
    @Test
    void anObject_cutAnywhere_isRefused() throws BpfException {
        byte[] whole = elf("core");
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            try {
                // What is behind the last section that is looked at is not missed.
                assertThat(Btf.ofObject(Arrays.copyOf(whole, length)).struct("event_header").size())
                        .isEqualTo(72);
            } catch (BpfException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length * 9 / 10);
    }

    @Test
    void typeInformation_withAnyByteChanged_isRefusedOrRead() throws BpfException {
        byte[] whole = elf("core");
        var random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                Btf.ofObject(changed).struct("event_header");
                assertThat(Btf.ofObject(changed).maps()).isNotNull();
                assertThat(ElfFile.read(changed).programs()).isNotNull();
            } catch (BpfException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
