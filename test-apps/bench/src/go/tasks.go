// Go: goroutines and channels; GOMAXPROCS is one, but for skynet. It prints what bench.tasks.Reading
// parses, as TaskProbe does in Java: tasks WORK COUNT TIMES.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	ringSize = 1000
	branches = 10
)

var live int64 = -1

func main() {
	work := os.Args[1]
	count, _ := strconv.Atoi(os.Args[2])
	times, _ := strconv.Atoi(os.Args[3])
	runtime.GOMAXPROCS(1)
	if work == "SKYNET" {
		runtime.GOMAXPROCS(2)
	}
	nanos := make([]int64, times)
	allocated := make([]int64, times)
	for i := range nanos {
		bytes := allocatedBytes()
		start := time.Now()
		result, expected := once(work, count)
		nanos[i] = time.Since(start).Nanoseconds()
		allocated[i] = allocatedBytes() - bytes
		if result != expected {
			fmt.Fprintf(os.Stderr, "%s: expected %d, got %d\n", work, expected, result)
			os.Exit(1)
		}
	}
	fmt.Printf("ns=%d allocated=%d live=%d peak=%d\n",
		medianOfSecondHalf(nanos), medianOfSecondHalf(allocated), live, peakBytes())
}

func once(work string, count int) (result, expected int64) {
	n := int64(count)
	switch work {
	case "SPAWN":
		return spawn(count), n * (n - 1) / 2
	case "SUSPENDED":
		return suspended(count), n * (n - 1) / 2
	case "SLEEPERS", "MANY_SLEEPERS":
		return sleepers(count), n * (n - 1) / 2
	case "CHANNEL":
		return channel(count), n * (n + 1) / 2
	case "RING":
		return ring(count), ringSize
	case "SKYNET":
		return skynet(count), n * (n - 1) / 2
	}
	panic("no work " + work)
}

func spawn(count int) int64 {
	var total int64
	var ended sync.WaitGroup
	ended.Add(count)
	for i := 0; i < count; i++ {
		go func(number int64) {
			total += number
			ended.Done()
		}(int64(i))
	}
	ended.Wait()
	return total
}

func suspended(count int) int64 {
	before := usedAfterCollection()
	var total int64
	arrived := 0
	gate := make(chan struct{})
	var ended sync.WaitGroup
	ended.Add(count)
	for i := 0; i < count; i++ {
		go func(number int64) {
			arrived++
			<-gate
			total += number
			ended.Done()
		}(int64(i))
	}
	for arrived < count {
		runtime.Gosched()
	}
	live = usedAfterCollection() - before
	close(gate)
	ended.Wait()
	return total
}

func sleepers(count int) int64 {
	var total int64
	var ended sync.WaitGroup
	ended.Add(count)
	for i := 0; i < count; i++ {
		go func(number int64) {
			time.Sleep(time.Second)
			total += number
			ended.Done()
		}(int64(i))
	}
	ended.Wait()
	return total
}

func channel(count int) int64 {
	values := make(chan int)
	go func() {
		for i := 1; i <= count; i++ {
			values <- i
		}
	}()
	var total int64
	for i := 0; i < count; i++ {
		total += int64(<-values)
	}
	return total
}

func ring(hops int) int64 {
	channels := make([]chan int, ringSize)
	for i := range channels {
		channels[i] = make(chan int)
	}
	var ended sync.WaitGroup
	ended.Add(ringSize)
	var members int64
	for i := range channels {
		go func(left, right chan int) {
			for number := 1; number > 0; {
				number = <-left
				if number > 1-ringSize { // else it is the last one
					right <- number - 1
				}
			}
			members++
			ended.Done()
		}(channels[i], channels[(i+1)%ringSize])
	}
	channels[0] <- hops
	ended.Wait()
	return members
}

func skynet(leaves int) int64 {
	total := make(chan int64)
	go node(0, leaves, total)
	return <-total
}

func node(first int64, leaves int, parent chan int64) {
	if leaves == 1 {
		parent <- first
		return
	}
	children := make(chan int64)
	size := leaves / branches
	for i := 0; i < branches; i++ {
		go node(first+int64(i*size), size, children)
	}
	var total int64
	for i := 0; i < branches; i++ {
		total += <-children
	}
	parent <- total
}

func medianOfSecondHalf(values []int64) int64 {
	half := append([]int64(nil), values[len(values)/2:]...)
	sort.Slice(half, func(i, j int) bool { return half[i] < half[j] })
	return half[len(half)/2]
}

func allocatedBytes() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.TotalAlloc)
}

// Heap and stacks: a goroutine is a stack.
func usedAfterCollection() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc + stats.StackInuse)
}

func peakBytes() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return -1
	}
	for _, line := range strings.Split(string(status), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmHWM:" {
			kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes * 1024
		}
	}
	return -1
}
